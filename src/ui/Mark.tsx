/** Our mark: a spring that parts into two streams. */
export function Mark() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M5 6c0 6 4 5 4 14M5 6c0 8 13 4 13 14" />
      <circle cx="5" cy="5" r="2.5" fill="currentColor" stroke="none" />
    </svg>
  );
}
