const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Says how old the page is: what has lapsed since is not in it. */
export function tellAge(made: string, now: number): void {
  const place = document.getElementById('age');
  const age = now - Date.parse(made);
  if (place === null || !(age >= 0)) return;
  const [count, unit] =
    age >= 2 * DAY ? [age / DAY, 'day'] : age >= 2 * HOUR ? [age / HOUR, 'hour'] : [age / 60_000, 'minute'];
  const whole = Math.floor(count);
  place.textContent = `, ${whole} ${unit}${whole === 1 ? '' : 's'} ago${age > DAY ? ': look for a newer one' : ''}`;
  place.classList.toggle('old', age > DAY);
}
