// Where to look: episodes and times, written as people write them.

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.(\d{1,3})|,(\d{3}))?$/;
const UNITS = /^(?:(\d{1,3}) ?h)? ?(?:(\d{1,5}) ?m(?:in)?)? ?(?:(\d{1,7}) ?s)?$/i;
const LATEST_MS = 2 ** 31 - 1;

/** The milliseconds of `12:30`, `1:02:03`, `10m` or `1h2m3s`; null if it is no time.
 *
 * What `notation/times.py` refuses is refused here too: the lead could not take it.
 */
function milliseconds(text) {
  const found = text ? (CLOCK.exec(text) ?? UNITS.exec(text)) : null;
  if (!found) return null;
  const [hours, minutes, seconds] = found.slice(1, 4).map((each) => Number(each ?? 0));
  if ((seconds > 59 && (found[1] || found[2])) || (minutes > 59 && found[1])) return null;
  const fraction = Number((found[4] ?? found[5] ?? "").padEnd(3, "0"));
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
  return time <= LATEST_MS ? time : null;
}

/** `S07E06` of `s7e6` or `7x06`; null if it is no episode. */
function episodeCode(text) {
  const found = /^(?:s(\d{1,4})e(\d{1,5})|(\d{1,4})x(\d{1,5}))$/i.exec(text);
  if (!found) return null;
  const [season, number] = [found[1] ?? found[3], found[2] ?? found[4]];
  return `S${season.replace(/^0+(?=\d)/, "").padStart(2, "0")}E${number.replace(/^0+(?=\d)/, "").padStart(2, "0")}`;
}

/** A piece of evidence from what was typed, or the field that is wrong and why: `{place, field, problem}`. */
function readPlace({ code, episode, start, end, quote }, episodes) {
  const wrong = (field, problem) => ({ field, problem });
  const known = episode ? episodeCode(episode) : null;
  if (episode && !known) return wrong("episode", "Write season and episode: S07E06.");
  if (known && !episodes.includes(known)) return wrong("episode", `This title has no episode ${known}.`);
  for (const [field, text] of [
    ["start", start],
    ["end", end],
  ]) {
    if (text && milliseconds(text) === null)
      return wrong(field, "Write minutes and seconds, 12:30, or hours too, 1:02:03.");
  }
  if (end && !start) return wrong("start", "Say where it begins, too.");
  if (end && milliseconds(end) < milliseconds(start)) return wrong("end", "The end comes before the beginning.");
  if (!known && !start && !quote) return wrong("quote", "Say where to look, or what is said there.");
  return { place: { code, episode: known, start: start || null, end: end || null, quote: quote || null } };
}
