// Keeps the page for a day without a line, in both languages, with its styles and scripts. Nothing that is about anybody is ever kept here: whatever else is asked for goes to the server.
const kept = 'trellis-kept';
const languages = ['zh', 'en'];
const pageIn = language => `/unsent?in=${language}`;
const spoken = '/unsent/language';

self.addEventListener('install', event => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// A page tells in which language it was read, and that there is a line on which ours can be fetched anew.
self.addEventListener('message', event => {
  if (languages.includes(event.data)) event.waitUntil(speak(event.data).then(keep).catch(() => undefined));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => instead(request)));
  else if (request.method === 'GET' && new URL(request.url).pathname.startsWith('/assets/')) event.respondWith(caches.match(request).then(found => found ?? fetch(request)));
});

async function keep() {
  const cache = await caches.open(kept);
  const wanted = new Set(languages.map(pageIn).concat(spoken));
  const pages = await Promise.all(languages.map(async language => {
    // As nobody: what is kept must not say who was here.
    const answer = await fetch(pageIn(language), { credentials: 'omit', cache: 'no-store' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return [pageIn(language), answer];
  }));
  for (const [, answer] of pages) for (const [, address] of (await answer.clone().text()).matchAll(/"(\/assets\/[^"]+)"/g)) wanted.add(address);
  await Promise.all([...wanted].filter(address => address.startsWith('/assets/')).map(async address => await cache.match(address) ?? await cache.add(address)));
  // The pages come last, so that none stands here without what it needs.
  await Promise.all(pages.map(([address, answer]) => cache.put(address, answer)));
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await cache.delete(request);
  }
}

async function speak(language) {
  await (await caches.open(kept)).put(spoken, new Response(language));
}

/** Only where the line is away. Else it was an answer that the browser had not kept, on the way back: then the page is asked for anew, as it shows itself now. */
async function instead(request) {
  const isThere = await fetch('/health/live', { cache: 'no-store' }).then(() => true, () => false);
  if (isThere) return request.method === 'GET' ? await fetch(request.url, { cache: 'no-store', redirect: 'manual' }).catch(unsent) : Response.redirect(request.url, 303);
  return await unsent();
}

async function unsent() {
  const cache = await caches.open(kept);
  const language = await (await cache.match(spoken))?.text();
  return await cache.match(pageIn(language ?? languages[0])) ?? Response.error();
}
