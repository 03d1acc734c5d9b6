/** The head of the start page. */
export function HomeHeader() {
  return (
    <header className="fp-header">
      <h1 tabIndex={-1}>See a stream break, then fix it</h1>
      <p className="fp-lead">
        Learn AWS data ingestion by running it. The simulator keeps the real limits, so what you see here is what the exam asks
        about.
      </p>
    </header>
  );
}
