// The browser's storage. What it has called written is on the disk, whatever happens next.

/** The database of one handout, and whether the browser has lost an earlier one. */
function openStore(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    let lost = false;
    request.onupgradeneeded = (event) => {
      lost = event.dataLoss === "total";
      ["answers", "page", "filling"].forEach((each) => request.result.createObjectStore(each));
    };
    request.onsuccess = () => resolve([request.result, lost]);
    request.onerror = () => reject(request.error);
  });
}

/** Does `work` with the stores, by name, in one transaction; fulfilled once it is on the disk. */
function transact(database, work, durability = "strict") {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(["answers", "page", "filling"], "readwrite", { durability });
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
    work((name) => transaction.objectStore(name));
  });
}

/** Writes `[store, key, value]` in one transaction; fulfilled once it is on the disk. */
const write = (database, entries) =>
  transact(database, (store) => {
    for (const [name, key, value] of entries) store(name).put(value, key);
  });

/** Makes Chromium begin a new log, by filling the one that it has.
 *
 * A browser that is killed may leave half a record at the end of its log. Chromium goes on writing
 * behind it, and when it next reads the log it takes all for damaged and deletes it: every answer,
 * two sessions later. A log of 4 MB is put away; a value of 64 KB or more would not go into it.
 */
async function renewLog(database) {
  const filling = crypto.getRandomValues(new Uint8Array(60_000)); // which cannot be compressed
  await transact(
    database,
    (store) => {
      for (let key = 0; key < 72; key += 1) store("filling").put(filling, key);
    },
    "relaxed",
  );
  transact(database, (store) => store("filling").clear()).catch(() => {}); // it is in nobody's way
}

/** All of one store, by key. */
function readAll(database, store) {
  return new Promise((resolve, reject) => {
    const found = new Map();
    const request = database.transaction(store).objectStore(store).openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) {
        resolve(found);
        return;
      }
      found.set(cursor.key, cursor.value);
      cursor.continue();
    };
  });
}

/** Whether this page is the only one with the name; if not, `free` runs when the other is closed. */
function isAlone(name, free) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      if (lock) return new Promise(() => {}); // held until the page is closed
      navigator.locks.request(name, free);
      return null;
    });
  });
}
