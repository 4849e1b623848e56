// The page itself: takes what was pasted or dropped, has it judged, and says what came out.
(() => {
  'use strict';

  const at = (id) => document.getElementById(id);
  const make = (kind, text = '', attributes = {}) => {
    const made = document.createElement(kind);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  let lang = 'en';
  let shown = null; // the report on the page
  let faults = []; // [field, refusal] on the page

  // ---- language ---------------------------------------------------------------------------------------------------

  const word = (name) => words.page[name][lang];

  function speak(language) {
    lang = language;
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    document.title = word('title');
    at('language').lang = lang === 'zh' ? 'en' : 'zh-CN';
    for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
    for (const input of document.querySelectorAll('[data-label]')) input.setAttribute('aria-label', word(input.dataset.label));
    showFaults();
    if (shown) show(shown);
  }

  // ---- what people give ---------------------------------------------------------------------------------------------

  // People paste through programs that add spaces, line ends of Windows and empty lines, or lose the last line end. None of these can stand in a receipt.
  const tidy = (text) => `${text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n').replace(/^\s+|\s+$/g, '')}\n`;

  // Keys, one a line, and lines of a policy may stand in one box.
  async function readTrusted(text) {
    const lines = tidy(text).split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
    const ofPolicy = lines.filter((line) => /^(log|witness|group|quorum)\s/.test(line));
    const keys = [];
    for (const line of lines) if (!ofPolicy.includes(line)) keys.push(await proofs.readKey(line));
    return { keys, policy: ofPolicy.length > 0 ? await proofs.readPolicy(proofs.utf8(`${ofPolicy.join('\n')}\n`)) : null };
  }

  const given = (id) => at(id).value.trim();

  async function readAll() {
    const wrong = [];
    const attempt = async (field, read) => {
      try {
        return await read();
      } catch (fault) {
        if (!(fault instanceof proofs.Refusal)) throw fault;
        wrong.push([field, fault]);
        return null;
      }
    };
    const refuse = (code) => { throw new proofs.Refusal(code); };

    const receipt = await attempt('receipt', () => given('receipt') === '' ? refuse('empty-receipt') : proofs.utf8(tidy(at('receipt').value)));
    const trusted = await attempt('key', () => readTrusted(at('key').value)) ?? { keys: [], policy: null };
    const leaf = await attempt('leaf', () => given('leaf') === '' ? null : proofs.hashFrom(given('leaf')) ?? refuse('leaf-form'));
    const entry = given('entry') === '' ? null : proofs.utf8(given('entry'));
    let value = null;
    if (given('field') !== '' || given('text') !== '' || given('salt') !== '') {
      await attempt('field', () => given('field') === '' ? refuse('field-empty') : null);
      const salt = await attempt('salt', () => proofs.hashFrom(given('salt')) ?? (/^[0-9a-f]{64}$/i.test(given('salt')) ? proofs.fromHex(given('salt')) : refuse('salt-form')));
      value = { field: given('field'), text: at('text').value, salt };
    }
    const report = wrong.length > 0 ? null : await attempt('receipt', () => proofs.judge(receipt, { ...trusted, leaf, entry, value }));
    if (wrong.some(([field, fault]) => field === 'receipt' && fault.code === 'receipt-bare')) wrong.splice(0, wrong.length, ['entry', new proofs.Refusal('receipt-bare')]);
    return { report, wrong };
  }

  function showFaults() {
    for (const place of document.querySelectorAll('.fault')) {
      const field = place.id.replace('-fault', '');
      const fault = faults.find(([of]) => of === field)?.[1];
      place.textContent = fault ? words.refusal(lang, fault) : '';
      if (fault) at(field).setAttribute('aria-invalid', 'true');
      else at(field).removeAttribute('aria-invalid');
    }
  }

  // ---- what comes out -------------------------------------------------------------------------------------------------

  const marks = {
    holds: 'M2 12.5l6.5 6.5L22 5.5',
    open: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 7v6.5M12 16v2',
    wrong: 'M4 4l16 16M20 4L4 20',
  };

  function mark(path) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of Object.entries({ 'aria-hidden': 'true', width: '24', height: '24', viewBox: '0 0 24 24' })) svg.setAttribute(name, value);
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [name, value] of Object.entries({ d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': '3' })) line.setAttribute(name, value);
    svg.append(line);
    return svg;
  }

  const plain = (value) => typeof value === 'boolean' ? word(value ? 'yes' : 'no')
    : Array.isArray(value) ? value.map(plain).join(lang === 'zh' ? '、' : ', ')
      : value?.group ? `{${pairs(value.group, '; ')}}`
        : String(value);

  const pairs = (fields, between = '\n') => fields.map(([name, value]) => `${name}: ${plain(value)}`).join(between);

  function details(report) {
    const rows = [];
    const { entry, checkpoint } = report;
    if (entry) {
      rows.push(['at', words.moment(lang, Date.parse(entry.at))]);
      rows.push(['event', entry.event]);
      rows.push(['by', entry.by.as ? words.role(lang, entry.by.as) : `${entry.by.post} @ ${entry.by.unit}`]);
      if (entry.fields.length > 0) rows.push(['fields', pairs(entry.fields)]);
      if (entry.mandate.length > 0) rows.push(['mandate', entry.mandate.join(' → ')]);
      if (entry.personal.length > 0) rows.push(['personal', entry.personal.map(([name]) => name).join(lang === 'zh' ? '、' : ', ')]);
      if (entry.notes.length > 0) rows.push(['notes', entry.notes.join(', ')]);
      rows.push(['structure', entry.structure]);
    }
    if (report.position !== null) rows.push(['position', String(report.position)]);
    if (checkpoint) rows.push(['origin', checkpoint.origin], ['size', String(checkpoint.size)], ['root', proofs.toBase64(checkpoint.root)]);
    if (report.text) rows.push(['signedText', report.text.trimEnd()]);
    const list = make('dl');
    for (const [name, text] of rows) list.append(make('dt', word(name)), make('dd', text));
    return list;
  }

  function findings(kind, found) {
    const list = make('ul', '', { class: kind });
    for (const finding of found) {
      const item = make('li', words.finding(lang, finding), { 'data-code': finding.code });
      const remedy = words.remedy(lang, finding);
      if (remedy) item.append(make('span', remedy, { class: 'remedy' }));
      list.append(item);
    }
    return [make('h3', word(kind)), list];
  }

  function show(report) {
    shown = report;
    const verdict = report.doubts.length > 0 ? 'wrong' : report.unproven.some((one) => one.code === 'who-signed') ? 'open' : 'holds';
    const heading = make('h2', '', { id: 'verdict', tabindex: '-1' });
    heading.append(mark(marks[verdict]), make('span', words.verdicts[verdict][lang]));
    const place = at('result');
    place.className = verdict;
    place.replaceChildren(heading);
    for (const kind of ['doubts', 'proven', 'unproven']) if (report[kind].length > 0) place.append(...findings(kind, report[kind]));
    place.append(make('h3', word(verdict === 'holds' ? 'details' : 'claims')), details(report));
    place.hidden = false;
  }

  function hide() {
    shown = null;
    at('result').hidden = true;
    at('result').replaceChildren();
  }

  let turn = 0;

  async function verify() {
    const mine = ++turn;
    at('verify').setAttribute('aria-disabled', 'true');
    try {
      const { report, wrong } = await readAll();
      if (mine !== turn) return;
      faults = wrong;
      showFaults();
      if (report) {
        show(report);
        at('verdict').focus({ preventScroll: true });
        at('result').scrollIntoView({ block: 'nearest' });
      } else {
        hide();
        const first = at(wrong[0][0]);
        if (at('more').contains(first)) at('more').open = true;
        first.focus();
      }
    } finally {
      if (mine === turn) at('verify').removeAttribute('aria-disabled');
    }
  }

  // ---- files ----------------------------------------------------------------------------------------------------------

  const MOST = 2000000;

  // Which box a file belongs into, by its first letters.
  function boxFor(text) {
    const start = tidy(text);
    if (start.startsWith('{"at":')) return 'entry';
    const line = start.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#')) ?? '';
    return /^(log|witness|group|quorum)\s/.test(line) || /^[^\s+]+\+[0-9a-f]{8}\+\S+$/.test(line) ? 'key' : 'receipt';
  }

  async function take(file, box) {
    const text = file.size > MOST ? null : proofs.textOf(new Uint8Array(await file.arrayBuffer()));
    const into = box ?? (text === null ? 'receipt' : boxFor(text));
    turn++;
    faults = text === null ? [[into, new proofs.Refusal(file.size > MOST ? 'note-long' : 'not-utf8')]] : faults.filter(([field]) => field !== into);
    at(into).value = text ?? '';
    if (into === 'entry') at('more').open = true;
    showFaults();
    hide();
  }

  // ---- beginning ------------------------------------------------------------------------------------------------------

  at('form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (at('verify').getAttribute('aria-disabled') !== 'true') verify();
  });
  at('form').addEventListener('reset', () => {
    turn++;
    faults = [];
    showFaults();
    hide();
    at('receipt').focus();
  });
  at('form').addEventListener('input', (event) => {
    // An answer to what stood here before would mislead.
    turn++;
    at('verify').removeAttribute('aria-disabled');
    faults = faults.filter(([field]) => field !== event.target.id);
    showFaults();
    hide();
  });
  at('language').addEventListener('click', () => speak(lang === 'zh' ? 'en' : 'zh'));
  for (const input of document.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', async (event) => {
      event.stopPropagation();
      const [file] = input.files;
      if (file) await take(file, input.dataset.for);
      input.value = ''; // the same file may be chosen again
    });
  }
  for (const kind of ['dragenter', 'dragover']) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      document.body.classList.add('dropping');
    });
  }
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    for (const file of event.dataTransfer?.files ?? []) await take(file, null);
  });

  // A link may bring along what is to be verified, and in which language. What stands behind # is sent to nobody. A key is never taken from a link: it would come from whoever is to be checked.
  const brought = location.hash.slice(1).split('&');
  const asked = brought.find((one) => one === 'zh' || one === 'en');
  for (const [name, box] of [['receipt=', 'receipt'], ['leaf=', 'leaf']]) {
    const carried = brought.find((one) => one.startsWith(name));
    if (!carried || carried.length > MOST) continue;
    try {
      at(box).value = decodeURIComponent(carried.slice(name.length));
    } catch {
      // A link that was cut off brings nothing; the box stays empty and says what belongs there.
    }
    if (box === 'leaf') at('more').open = true;
  }
  // Only a link from the pages of a site has a way back to them: the same file is kept on disks and in published folders.
  at('back').hidden = !brought.includes('site') || !location.protocol.startsWith('http');
  speak(asked ?? ((navigator.languages ?? [navigator.language]).find((one) => /^(zh|en)\b/i.test(one)) ?? 'zh').slice(0, 2).toLowerCase());
  if (!globalThis.crypto?.subtle) {
    at('cannot').hidden = false;
    at('verify').disabled = true;
  } else {
    proofs.browserHasEd25519().then((has) => { at('slow').hidden = has; });
  }
})();
