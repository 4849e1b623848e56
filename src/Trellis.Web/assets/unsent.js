// What is entered is kept on the device before it is sent, and deleted when the server says that it stands in the record; so neither a lost line nor an ended session nor a closed browser takes it away.
// Each form has a key, by which the server knows it however often it is sent. Browsers that know no modules do without all of this, and every page works as before.

const database = 'trellis';
const [forms, along, marks] = ['unsent', 'along', 'marks'];
const leaving = 'leaving'; // which form this window is being sent away with
const keyIsKnown = 6 * 24 * 60 * 60 * 1000; // milliseconds; the server knows a key for a week
const alongFor = 7 * 24 * 60 * 60 * 1000;
const longestSide = 1600; // pixels of a picture
const lineWithin = 15_000; // milliseconds in which a line shows itself
const again = 20_000; // milliseconds until something that could not be sent is tried again

const chinese = document.documentElement.lang.startsWith('zh');
const say = (zh, en) => chinese ? zh : en;
const isUnsentPage = document.querySelector('[data-page=unsent]') !== null;
const find = id => document.getElementById(id);

// --- what is kept -------------------------------------------------------------------------------------------------------------------------------------------------

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(forms, { keyPath: 'id' });
      request.result.createObjectStore(along, { keyPath: 'address' });
      request.result.createObjectStore(marks, { keyPath: 'id' });
    };
    request.onsuccess = () => {
      // Another window signs out and deletes everything: it is not held up.
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function inStore(store, how, act) {
  const transaction = (await open()).transaction(store, how, { durability: 'strict' });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const request = act(transaction.objectStore(store));
  await done;
  return request.result;
}

const all = store => inStore(store, 'readonly', one => one.getAll());
const keep = (store, entry) => inStore(store, 'readwrite', one => one.put(entry));
const drop = (store, key) => inStore(store, 'readwrite', one => one.delete(key));
const entries = async () => (await all(forms)).sort((one, other) => one.since - other.since);

// For whom things are kept: a word that says nothing to anybody else, from the page that was last read with a line.
const markOfPage = document.documentElement.dataset.mark ?? '';
const remembered = { id: 'last' };
const last = async () => await inStore(marks, 'readonly', one => one.get(remembered.id)) ?? {};
const lastMark = async () => (await last()).mark ?? '';

// Who reads now: on the page that the device keeps for a day without a line, whoever read the last page that came over one.
const isKept = document.documentElement.dataset.kept === 'yes';
const reader = async () => isKept ? lastMark() : markOfPage;

// How far the clock of the server is ahead of that of the device, in milliseconds; undefined where no page has told yet. What people read is said by the server's clock, in its zone.
const { now, zone } = document.documentElement.dataset;
const ahead = now ? Number(now) - Date.now() : undefined;

async function forgetEverything() {
  if (opened) (await opened).close();
  opened = undefined;
  await new Promise(resolve => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}

// --- pictures -----------------------------------------------------------------------------------------------------------------------------------------------------

/** A picture as small as it needs to be, without anything in it but what is seen. One that this browser cannot read is left as it is: the server looks at it, too. */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
    const paper = canvas.getContext('2d');
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise(resolve => canvas.toBlob(small => resolve(small ?? file), 'image/jpeg', 0.82));
  } catch {
    return file;
  }
}

// --- sending ------------------------------------------------------------------------------------------------------------------------------------------------------

/** Sends one form, and says what became of it: done, refused, signed-out, another, later; or ask, where it was begun too long ago for the server to know its key. */
async function send(entry) {
  if (entry.tried && Date.now() - entry.tried > keyIsKnown) return { state: 'ask' };
  if (!entry.tried) await keep(forms, { ...entry, tried: entry.tried = Date.now() });
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  entry.pictures.forEach((picture, at) => body.append('pictures', picture, `${at + 1}.jpg`));
  try {
    const answer = await fetch(entry.address, { method: 'POST', body, headers: { 'X-Kept-For': entry.mark }, cache: 'no-store' });
    if (answer.status === 413) return { state: 'refused', why: [say('发来的内容太大，一次最多 16 MB。', 'What was sent is too large: at most 16 MB at once.')] };
    if (!answer.headers.get('Content-Type')?.startsWith('application/json')) return { state: 'later' };
    const told = await answer.json();
    return ['done', 'refused', 'signed-out', 'another'].includes(told.state) ? told : { state: 'later' };
  } catch {
    return { state: 'later' };
  }
}

/** Writes down what became of it. What is done is deleted, whatever else happens. */
async function settle(entry, told) {
  if (told.state === 'done') await drop(forms, entry.id);
  else if (told.state === 'later') await keep(forms, { ...entry, state: 'waits' });
  else await keep(forms, { ...entry, state: told.state, why: told.why ?? [] });
}

/** One window at a time, and each form once: the server would know a second one, but nobody should have to rely on it. */
const alone = act => navigator.locks ? navigator.locks.request('unsent', act) : act();

/** Whether it goes by itself. What was somebody else's goes when that one is back. */
const mayGo = entry => ['waits', 'signed-out'].includes(entry.state) || (entry.state === 'another' && entry.mark === markOfPage);

let sending;

function sendAll() {
  sending ??= alone(async () => {
    let left = false;
    for (const entry of await entries()) {
      // What was refused, or belongs to somebody else, waits for a person.
      if (!mayGo(entry) || entry.mark === '') continue;
      if (entry.id === sessionStorage.getItem(leaving)) continue;
      const told = await send(entry);
      await settle(entry, told);
      if (told.state === 'done') tellSent(entry, told.to);
      if (told.state === 'later') { left = true; break; }
      if (told.state === 'signed-out') break;
    }
    if (left) setTimeout(sendAll, again);
  }).catch(() => undefined).finally(async () => {
    sending = undefined;
    await show();
  });
  return sending;
}

// --- forms --------------------------------------------------------------------------------------------------------------------------------------------------------

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

async function entryOf(form, submitter) {
  const fields = [];
  const pictures = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.push([name, value]);
    else if (value.size > 0) pictures.push(value);
  }
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  const read = name => fields.find(([field]) => field === name)?.[1];
  let [address, what] = [new URL(form.dataset.address ?? location.href, location.origin), form.dataset.what];
  if (form.id === 'report') {
    address = new URL(`/guide/${encodeURIComponent(read('type'))}/file`, location.origin);
    what = form.elements.type.selectedOptions[0].textContent;
  }
  if (!read('key')) fields.push(['key', form.dataset.key ??= newKey()]);
  if (isUnsentPage) fields.push(['sure', 'yes']);
  return {
    id: read('key') ?? form.dataset.key, kind: 'act', address: address.pathname + address.search, what, fields,
    pictures: await Promise.all(pictures.map(smaller)), mark: markOfPage || await lastMark(), since: Date.now(), ahead: ahead ?? (await last()).ahead, state: 'waits', why: [],
  };
}

/** Goes on as if there were no script. */
function sendPlainly(form, submitter) {
  if (submitter?.name) {
    const field = document.createElement('input');
    [field.type, field.name, field.value] = ['hidden', submitter.name, submitter.value];
    form.append(field);
  }
  form.submit();
}

/** What the device does not keep is sent when there is a line; else it stays as it was filled in, where the page of a broken line would take its place. */
async function sendOverLine(form, submitter) {
  if (!form.requestSubmit) { sendPlainly(form, submitter); return; }
  find('no-line-told')?.remove();
  const isThere = await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout?.(lineWithin) }).then(() => true, () => false);
  delete form.dataset.sent;
  if (isThere) {
    form.dataset.line = 'there';
    form.requestSubmit(submitter);
    return;
  }

  const told = make('div', make('p', [
    make('strong', say('现在连不上，什么都没有发出。', 'There is no line just now, and nothing was sent. ')),
    say('您填的都还在这一页上。有了网络，再按一次。', 'What you entered is still on this page. Press again when there is a line.'),
  ]), { className: 'told waits', id: 'no-line-told' });
  told.setAttribute('role', 'alert');
  (submitter?.closest('.acts') ?? form.lastElementChild).after(told);
  told.scrollIntoView({ block: 'nearest' });
}

async function takeOver(form, submitter) {
  let entry;
  try {
    entry = await entryOf(form, submitter);
    const isAct = isUnsentPage || (form.dataset.keep === 'act' && submitter?.name === 'sure');
    if (!isAct) {
      // A page on the way to an act. Only what somebody began to file is worth keeping; the rest is a choice or two.
      const fields = entry.fields.filter(([name]) => !['again', 'later', 'sure'].includes(name));
      if (entry.address.endsWith('/file')) {
        await keep(forms, { ...entry, kind: 'draft', pictures: [], fields: [...fields, ['later', 'yes']] });
        sessionStorage.setItem(leaving, entry.id);
        sendPlainly(form, submitter);
      } else await sendOverLine(form, submitter);
      return;
    }
    await keep(forms, entry);
  } catch {
    // This browser keeps nothing for us: it is sent as it always was.
    sendPlainly(form, submitter);
    return;
  }

  navigator.storage?.persist?.();
  if (isUnsentPage) {
    if (form.dataset.address) await drop(along, form.dataset.address);
    delete form.dataset.key;
    form.reset();
    await show();
    find('waits').scrollIntoView();
    sendAll();
    return;
  }

  form.setAttribute('aria-busy', 'true');
  const told = await alone(async () => {
    const answer = await send(entry);
    // A refusal is told by the page itself, with everything on it that can be changed; nothing is entered by asking again.
    if (answer.state === 'refused') await drop(forms, entry.id);
    else await settle(entry, answer);
    return answer;
  }).catch(() => ({ state: 'later' }));
  if (told.state === 'done') location.assign(told.to);
  else if (told.state === 'refused') sendPlainly(form, submitter);
  else if (told.state === 'signed-out') location.assign('/sign-in?back=/unsent');
  else location.assign('/unsent');
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented) return; // a second click
  if (form.dataset.line) delete form.dataset.line; // it was looked for just now
  else if (form.dataset.keep) {
    event.preventDefault();
    takeOver(form, event.submitter).finally(() => { if (isUnsentPage) delete form.dataset.sent; });
  } else if ('forgets' in form.dataset) {
    event.preventDefault();
    leave(form);
  } else if (form.method === 'post') {
    event.preventDefault();
    sendOverLine(form, event.submitter);
  }
});

async function leave(form) {
  const waiting = await entries().catch(() => []);
  if (waiting.length > 0 && !confirm(say(`还有 ${waiting.length} 件没有发出。现在退出，它们就从这台设备上删掉了。要退出吗？`, `${waiting.length === 1 ? 'One thing is' : `${waiting.length} things are`} not sent yet. If you sign out now, it is deleted from this device. Sign out?`))) {
    delete form.dataset.sent;
    location.assign('/unsent');
    return;
  }
  await forgetEverything().catch(() => undefined);
  form.submit();
}

// --- what is shown ------------------------------------------------------------------------------------------------------------------------------------------------

const moment = (at, timeZone) => new Intl.DateTimeFormat(chinese ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);

function since(entry) {
  if (entry.ahead === undefined) return say(`${moment(entry.since)} 起等着（按这台设备的时钟）`, `Waiting since ${moment(entry.since)} by the clock of this device`);
  return say(`${moment(entry.since + entry.ahead, zone)} 起等着`, `Waiting since ${moment(entry.since + entry.ahead, zone)}`);
}

function make(name, content, more = {}) {
  const one = Object.assign(document.createElement(name), more);
  one.append(...[content].flat());
  return one;
}

function tellSent(entry, to) {
  const told = find('unsent-told');
  if (!told) return;
  told.append(make('div', make('p', [
    make('strong', entry.kind === 'draft' ? say('已存成草稿：', 'Kept as a draft: ') : say('已经发出并记下：', 'Sent and entered: ')), entry.what + ' ',
    make('a', say('去看', 'Look at it'), { href: to }),
  ]), { className: 'told' }));
}

const stateOf = entry => ({
  waits: entry.kind === 'draft' ? say('还没有提出；有了网络就存成您的草稿。', 'Not filed yet; it becomes a draft of yours when there is a line.') : say('有了网络就自己发出。', 'It is sent by itself when there is a line.'),
  'signed-out': say('登录已经到期。先登录，它就发出去。', 'Your session has ended. Sign in, and it is sent.'),
  another: say('发的时候是别人登录着。', 'Somebody else was signed in when it was to be sent.'),
  refused: say('没有收下，什么都没有记下。原因：', 'It was not taken, and nothing was entered, because: '),
  ask: say('已经试过六天以上，不再自己发出。先看看「我的事项」里有没有它；没有，再按「发出」。', 'It was first tried more than six days ago and is not sent by itself any more. See first whether it stands under your matters; if not, press Send.'),
})[entry.mark === '' && entry.state === 'waits' ? 'signed-out' : entry.state];

function doorOf(entry) {
  const said = entry.fields.filter(([name, value]) => !['key', 'sure', 'draft', 'point', 'later', 'type'].includes(name) && value !== '').map(([, value]) => value);
  const acts = [];
  const press = (words, act, second = true) => acts.push(make('button', words, { className: second ? 'act second' : 'act', type: 'button', onclick: act }));
  if (['signed-out', 'another'].includes(entry.state) || entry.mark === '') acts.push(make('a', say('登录', 'Sign in'), { className: 'act', href: '/sign-in?back=/unsent' }));
  if (entry.state === 'refused' && entry.address.endsWith('/file')) press(say('存成草稿再改', 'Keep it as a draft and change it'), () => sendAgain(entry, asDraft(entry)), false);
  if (entry.state !== 'another' || mayGo(entry)) press(say('现在发出', 'Send it now'), () => sendAgain(entry, entry));
  press(say('删掉', 'Delete it'), async () => {
    if (!confirm(say(`删掉「${entry.what}」？它还没有发出。`, `Delete "${entry.what}"? It was not sent.`))) return;
    await drop(forms, entry.id);
    await show();
  });
  return make('li', make('div', [
    make('h3', entry.what),
    make('p', since(entry), { className: 'faint' }),
    make('p', stateOf(entry)),
    ...(entry.why.length > 0 ? [make('ul', entry.why.map(why => make('li', why)))] : []),
    ...(said.length > 0 || entry.pictures.length > 0 ? [make('p', [said.join(' · '), entry.pictures.length > 0 ? say(`（${entry.pictures.length} 张照片）`, ` (${entry.pictures.length === 1 ? 'one picture' : `${entry.pictures.length} pictures`})`) : ''], { className: 'faint' })] : []),
    make('div', acts, { className: 'acts' }),
  ], { className: 'door' }));
}

/** What somebody else entered: that it is there, and not a word of it. */
const doorOfOther = () => make('li', make('div', [
  make('h3', say('另一个人填的', 'Entered by somebody else')),
  make('p', say('这是别人登录时填的，内容不给您看。由那个人登录以后发出。', 'Somebody else entered it. It is neither shown to you nor sent until that person signs in.')),
  make('div', make('a', say('登录', 'Sign in'), { className: 'act second', href: '/sign-in?back=/unsent' }), { className: 'acts' }),
], { className: 'door' }));

const asDraft = entry => ({ ...entry, kind: 'draft', fields: [...entry.fields.filter(([name]) => name !== 'sure'), ['later', 'yes']] });

async function sendAgain(entry, as) {
  // Whoever presses is whoever is signed in; nothing of somebody else comes here.
  await keep(forms, { ...as, state: 'waits', why: [], tried: as.state === 'ask' ? undefined : as.tried, mark: as.mark || markOfPage || await lastMark() });
  await sendAll();
}

async function show() {
  const waiting = await entries();
  if (!isUnsentPage) {
    const old = find('unsent-waits');
    old?.remove();
    if (waiting.length === 0 || !find('unsent-told')) return;
    find('unsent-told').append(make('div', make('p', [
      make('strong', say(`有 ${waiting.length} 件还没有发出。`, waiting.length === 1 ? 'One thing is not sent yet. ' : `${waiting.length} things are not sent yet. `)),
      make('a', say('看是什么', 'See what it is'), { href: '/unsent' }),
    ]), { className: 'told waits', id: 'unsent-waits' }));
    return;
  }

  find('nothing').hidden = waiting.length > 0;
  const whose = await reader();
  // What was entered before anybody signed in belongs to whoever is there.
  find('entries').replaceChildren(...waiting.map(entry => entry.mark === whose || entry.mark === '' ? doorOf(entry) : doorOfOther()));
  await showAlong(whose);
}

// --- what is taken along ------------------------------------------------------------------------------------------------------------------------------------------

async function showAlong(whose) {
  const taken = (await all(along)).sort((one, other) => one.since - other.since);
  for (const old of taken.filter(one => Date.now() - one.since > alongFor)) await drop(along, old.address);
  const fresh = taken.filter(one => Date.now() - one.since <= alongFor && one.mark === whose);
  find('along').hidden = fresh.length === 0;
  const shown = new Map([...find('visits').children].map(one => [one.dataset.address, one]));
  for (const [address, one] of shown) if (!fresh.some(visit => visit.address === address)) one.remove();
  for (const [at, visit] of fresh.entries()) if (!shown.has(visit.address)) find('visits').append(visitOf(visit, `${visit.since}-${at}`));
}

function visitOf(visit, prefix) {
  const inside = make('div', [], { innerHTML: visit.form });
  const form = inside.querySelector('form');
  form.dataset.address = visit.address;
  form.dataset.keep = 'act';
  form.dataset.what = visit.what;
  // The same questions stand in several forms of the page.
  for (const one of form.querySelectorAll('[id]')) one.id = `${prefix}-${one.id}`;
  for (const one of form.querySelectorAll('[for]')) one.htmlFor = `${prefix}-${one.htmlFor}`;
  for (const one of form.querySelectorAll('[aria-describedby]')) one.setAttribute('aria-describedby', `${prefix}-${one.getAttribute('aria-describedby')}`);
  // Nobody is there to say what was left out.
  for (const one of form.querySelectorAll('[data-needed] :is(input, select, textarea)')) one.required = true;
  const pictures = find('report').querySelector('input[type=file]').closest('.field').cloneNode(true);
  for (const one of pictures.querySelectorAll('[id]')) one.id = `${prefix}-${one.id}`;
  for (const one of pictures.querySelectorAll('[for]')) one.htmlFor = `${prefix}-${one.htmlFor}`;
  for (const one of pictures.querySelectorAll('[aria-describedby]')) one.setAttribute('aria-describedby', `${prefix}-${one.getAttribute('aria-describedby')}`);
  form.querySelector('.acts').replaceWith(pictures, make('p', make('button', say('存下，有网络就发出', 'Keep it, and send it when there is a line'), { className: 'act', type: 'submit' }), { className: 'acts' }));
  const details = make('details', [make('summary', visit.what), inside]);
  details.dataset.address = visit.address;
  return details;
}

async function takeAlong(button) {
  button.disabled = true;
  let [taken, lost] = [0, 0];
  for (const link of document.querySelectorAll('a[data-take]')) {
    const address = link.getAttribute('href');
    try {
      const answer = await fetch(address, { cache: 'no-store' });
      const form = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-keep]');
      // It was done in the meantime, by somebody else.
      if (!answer.ok || answer.redirected || !form) continue;
      await keep(along, { address, what: link.dataset.take, form: form.outerHTML, since: Date.now(), mark: markOfPage });
      taken++;
    } catch {
      lost++;
    }
  }
  button.disabled = false;
  find('taken-told').textContent = say(`带上了 ${taken} 件。`, `You have ${taken} with you.`) + (lost > 0 ? say(`还有 ${lost} 件没有带上：连不上。`, ` ${lost} could not be taken: there is no line.`) : '');
}

// --- at the beginning of every page -------------------------------------------------------------------------------------------------------------------------------

async function begin() {
  // The page that the device keeps knows of nobody.
  if (!isKept) await keep(marks, { ...remembered, mark: markOfPage, ahead });
  const gone = sessionStorage.getItem(leaving);
  if (gone) {
    // The server answered, so it has what was sent; where it did not, the page for a day without a line stands in its place.
    sessionStorage.removeItem(leaving);
    if (!isUnsentPage) await drop(forms, gone);
  }

  if (isUnsentPage) {
    for (const id of ['list', 'telling']) find(id).hidden = false;
    find('no-line').hidden = location.pathname === '/unsent';
    find('again').onclick = () => location.replace(location.href);
  }

  const take = find('take');
  if (take) {
    find('taking').hidden = false;
    take.onclick = () => takeAlong(take);
  }

  await show();
  addEventListener('online', sendAll);
  await sendAll();
}

begin().catch(() => undefined);
navigator.serviceWorker?.register('/worker.js').then(() => navigator.serviceWorker.ready).then(ready => ready.active.postMessage(chinese ? 'zh' : 'en')).catch(() => undefined);
