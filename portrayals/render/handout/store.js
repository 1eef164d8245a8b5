// The browser's storage. What it has called written is on the disk, whatever happens next.

/** The database of one handout; pages opened from the disk share theirs in some browsers. */
function openStore(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => ["answers", "page"].forEach((each) => request.result.createObjectStore(each));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Writes `[store, key, value]` in one transaction; fulfilled once it is on the disk. */
function write(database, entries) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(["answers", "page"], "readwrite", { durability: "strict" });
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
    for (const [store, key, value] of entries) transaction.objectStore(store).put(value, key);
  });
}

/** All of one store, by key. */
function readAll(database, store) {
  return new Promise((resolve, reject) => {
    const found = new Map();
    const request = database.transaction(store).objectStore(store).openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) { resolve(found); return; }
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
