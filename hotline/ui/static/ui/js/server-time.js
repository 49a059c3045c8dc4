// What time it is where the deadlines are kept: the browser's clock, set right by the page's own time of writing.

let ahead;

function difference() {
  const written = Date.parse(document.documentElement.dataset.now ?? "");
  const arrived = performance.getEntriesByType("navigation")[0]?.responseStart ?? performance.now();
  return Number.isNaN(written) ? 0 : written - (performance.timeOrigin + arrived);
}

/** Milliseconds since 1970 by the server's clock. */
export function now() {
  ahead ??= difference();
  return Date.now() + ahead;
}

const ticking = new Set();
let timer;

/** Call *tick* at every full second for as long as it is registered; one timer serves the whole page. */
export function everySecond(tick) {
  ticking.add(tick);
  timer ??= setInterval(() => ticking.forEach((each) => each()), 1000);
  return () => {
    ticking.delete(tick);
    if (ticking.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}
