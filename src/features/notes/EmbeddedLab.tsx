import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { SlotView } from '../../ui/SlotView.tsx';
import { useNoteData } from './NoteContext.ts';
import styles from './Notes.module.css';

/** Turns true once the element comes near the viewport. */
function useNear(): readonly [React.RefObject<HTMLDivElement | null>, boolean] {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current || near) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setNear(true), {
      rootMargin: '400px 0px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [near]);
  return [place, near];
}

/** A live lab inside the notes, fetched when the reader comes near; its height is reserved. */
export function EmbeddedLab({ x }: { x: string }) {
  const { links } = useNoteData();
  const [place, near] = useNear();
  const target = links.find(x);
  const open = target?.href && <Link to={target.href}>{target.title}</Link>;
  return (
    <div ref={place} className={styles.miniLab}>
      {near ? (
        <SlotView
          name="MiniLab"
          props={{ x }}
          where="The small lab"
          waiting={<p className={styles.miniLabWait}>Loading the small lab…</p>}
          absent={
            <p className={styles.miniLabAbsent}>
              The small lab is not available here. {open ? <>Open it at full size: {open}</> : null}
            </p>
          }
        />
      ) : null}
    </div>
  );
}
