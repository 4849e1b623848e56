// What the page proves with: hashes, proofs, keys, notes, checkpoints, receipts, policies, entries, commitments.
// Nothing here touches the page. Every reader takes one spelling and refuses all others with a Refusal, whose code and
// parts words.js turns into a sentence. Sizes and positions are BigInt, since they may need 63 bits (the proofs take 64).
const proofs = (() => {
  'use strict';

  class Refusal extends Error {
    constructor(code, parts = {}) {
      super(code);
      this.code = code;
      this.parts = parts;
    }
  }

  const refuse = (code, parts) => { throw new Refusal(code, parts); };

  // ---- bytes ----------------------------------------------------------------------------------------------------------

  const utf8 = (text) => new TextEncoder().encode(text);

  function textOf(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  function join(...parts) {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

  function toBase64(bytes) {
    let letters = '';
    for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(letters);
  }

  // Standard base64 in its one spelling; null for anything else, loose bits at the end too.
  function fromBase64(text) {
    if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
    let bytes;
    try {
      bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    } catch {
      return null;
    }
    return toBase64(bytes) === text ? bytes : null;
  }

  const fromHex = (text) => text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text) ? Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)) : null;

  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  function hashFrom(text) {
    const bytes = fromBase64(text);
    return isHash(bytes) ? bytes : null;
  }

  const LARGEST = (1n << 63n) - 1n;

  // Digits without leading zeroes, less than 2^63; null for anything else.
  function numberFrom(text) {
    if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return null;
    const number = BigInt(text);
    return number <= LARGEST ? number : null;
  }

  // ---- the tree (RFC 6962 section 2.1) ----------------------------------------------------------------------------------

  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

  const isHash = (bytes) => bytes?.length === 32;

  const leafOf = (entry) => sha256(join(Uint8Array.of(0), entry));

  const nodeOf = (left, right) => sha256(join(Uint8Array.of(1), left, right));

  // Whether the path leads from the leaf at this position to the root (RFC 9162 section 2.1.3.2, whose names these are).
  async function includes(index, size, leaf, path, root) {
    if (index < 0n || index >= size || ![leaf, root, ...path].every(isHash)) return false;
    let [fn, sn, r] = [index, size - 1n, leaf];
    for (const p of path) {
      if (sn === 0n) return false;
      if ((fn & 1n) === 1n || fn === sn) {
        r = await nodeOf(p, r);
        while ((fn & 1n) === 0n && fn !== 0n) {
          fn >>= 1n;
          sn >>= 1n;
        }
      } else {
        r = await nodeOf(r, p);
      }
      fn >>= 1n;
      sn >>= 1n;
    }
    return sn === 0n && same(r, root);
  }

  // Whether the path shows that the tree of the first root is the beginning of that of the second (RFC 9162 section 2.1.4.2).
  async function continues(first, second, firstRoot, secondRoot, path) {
    if (first <= 0n || first > second || ![firstRoot, secondRoot, ...path].every(isHash)) return false;
    if (first === second) return path.length === 0 && same(firstRoot, secondRoot);
    if (path.length === 0) return false;
    const whole = (first & (first - 1n)) === 0n;
    const steps = whole ? [firstRoot, ...path] : path;
    let [fn, sn] = [first - 1n, second - 1n];
    while ((fn & 1n) === 1n) {
      fn >>= 1n;
      sn >>= 1n;
    }
    let [fr, sr] = [steps[0], steps[0]];
    for (const c of steps.slice(1)) {
      if (sn === 0n) return false;
      if ((fn & 1n) === 1n || fn === sn) {
        fr = await nodeOf(c, fr);
        sr = await nodeOf(c, sr);
        while ((fn & 1n) === 0n && fn !== 0n) {
          fn >>= 1n;
          sn >>= 1n;
        }
      } else {
        sr = await nodeOf(sr, c);
      }
      fn >>= 1n;
      sn >>= 1n;
    }
    return sn === 0n && same(fr, firstRoot) && same(sr, secondRoot);
  }

  // ---- Ed25519 (RFC 8032) -----------------------------------------------------------------------------------------------

  const P = (1n << 255n) - 19n;
  const L = (1n << 252n) + 27742317777372353535851937790883648493n;

  const mod = (a) => { const rest = a % P; return rest < 0n ? rest + P : rest; };

  function power(base, exponent) {
    let [result, square] = [1n, mod(base)];
    for (let left = exponent; left > 0n; left >>= 1n) {
      if (left & 1n) result = mod(result * square);
      square = mod(square * square);
    }
    return result;
  }

  const D = mod(-121665n * power(121666n, P - 2n));
  const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

  const littleEndian = (bytes) => BigInt('0x' + toHex(Uint8Array.from(bytes).reverse()));

  // A point of the curve in its one spelling, as [X, Y, Z, T]; null for other bytes.
  function pointFrom(bytes) {
    const packed = littleEndian(bytes);
    const [sign, y] = [packed >> 255n, packed & ((1n << 255n) - 1n)];
    if (y >= P) return null;
    const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
    let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
    const check = mod(v * x * x);
    if (check === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE);
    else if (check !== u) return null;
    if (x === 0n && sign === 1n) return null;
    if ((x & 1n) !== sign) x = mod(-x);
    return [x, y, 1n, mod(x * y)];
  }

  function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = mod((y1 - x1) * (y2 - x2));
    const b = mod((y1 + x1) * (y2 + x2));
    const c = mod(2n * t1 * t2 * D);
    const d = mod(2n * z1 * z2);
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  }

  const NEUTRAL = [0n, 1n, 1n, 0n];

  function times(scalar, point) {
    let [sum, doubled] = [NEUTRAL, point];
    for (let left = scalar; left > 0n; left >>= 1n) {
      if (left & 1n) sum = add(sum, doubled);
      doubled = add(doubled, doubled);
    }
    return sum;
  }

  function pack([x, y, z]) {
    const inverse = power(z, P - 2n);
    const [ax, ay] = [mod(x * inverse), mod(y * inverse)];
    return fromHex((ay | ((ax & 1n) << 255n)).toString(16).padStart(64, '0')).reverse();
  }

  const BASE = pointFrom(fromHex('58' + '66'.repeat(31)));

  // Stricter than most: bytes that are no point, and points of small order, under which one signature fits many texts, are no keys.
  function isEd25519Key(key) {
    if (key.length !== 32) return false;
    const point = pointFrom(key);
    return point !== null && !same(pack(times(8n, point)), pack(NEUTRAL));
  }

  let ownEd25519;

  // Whether the browser verifies Ed25519 itself: then it does; otherwise the page does, more slowly.
  async function browserHasEd25519() {
    if (ownEd25519 !== undefined) return ownEd25519;
    try {
      await crypto.subtle.importKey('raw', fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'), { name: 'Ed25519' }, false, ['verify']);
      ownEd25519 = true;
    } catch {
      ownEd25519 = false;
    }
    return ownEd25519;
  }

  async function verifyEd25519ByBrowser(key, message, signature) {
    try {
      return await crypto.subtle.verify({ name: 'Ed25519' }, await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']), signature, message);
    } catch {
      return false;
    }
  }

  async function verifyEd25519ByPage(key, message, signature) {
    const point = pointFrom(key);
    if (point === null || signature.length !== 64 || littleEndian(signature.subarray(32)) >= L) return false;
    const hash = littleEndian(new Uint8Array(await crypto.subtle.digest('SHA-512', join(signature.subarray(0, 32), key, message)))) % L;
    const [x, y, z, t] = times(hash, point);
    return same(pack(add(times(littleEndian(signature.subarray(32)), BASE), [mod(-x), y, z, mod(-t)])), signature.subarray(0, 32));
  }

  async function verifyEd25519(key, message, signature) {
    if (signature.length !== 64 || littleEndian(signature.subarray(32)) >= L || !isEd25519Key(key)) return false;
    return await browserHasEd25519() ? verifyEd25519ByBrowser(key, message, signature) : verifyEd25519ByPage(key, message, signature);
  }

  // ---- ECDSA on P-256 with SHA-256 ----------------------------------------------------------------------------------------

  async function ecdsaKey(spki) {
    try {
      return await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    } catch {
      return null;
    }
  }

  // The signature is r and s, 32 bytes each.
  async function verifyEcdsa(spki, message, signature) {
    const key = await ecdsaKey(spki);
    return key !== null && signature.length === 64 && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
  }

  // r and s from an ASN.1 sequence in DER, as notes carry it; null for anything else.
  function fromSequence(der) {
    if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[1] >= 128) return null;
    const pair = new Uint8Array(64);
    let at = 2;
    for (const end of [32, 64]) {
      const length = der[at + 1];
      let part = der.subarray(at + 2, at + 2 + length);
      if (der[at] !== 2 || !length || part.length !== length || part[0] >= 128 || (part[0] === 0 && length > 1 && part[1] < 128)) return null;
      if (part[0] === 0) part = part.subarray(1);
      if (part.length > 32) return null;
      pair.set(part, end - part.length);
      at += 2 + length;
    }
    return at === der.length ? pair : null;
  }

  // ---- keys and notes (C2SP signed-note) ------------------------------------------------------------------------------------

  const ED25519 = 1;
  const ECDSA = 2;
  const COSIGNATURE = 4;
  const ML_DSA = 6;
  const NO_NAME = /[+\u0000-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

  const isName = (text) => text.length > 0 && text.length <= 1000 && !NO_NAME.test(text);

  async function keyIdOf(name, type, material) {
    const hashed = await sha256(type === ECDSA ? material : join(utf8(name + '\n'), Uint8Array.of(type), material));
    return toHex(hashed.subarray(0, 4));
  }

  async function makeKey(name, type, material) {
    const valid = type === ECDSA ? await ecdsaKey(material) !== null : isEd25519Key(material);
    return valid ? { name, type, material, id: await keyIdOf(name, type, material) } : refuse('key-no-point', { name });
  }

  // name+id+base64 of a type and the key.
  async function readKey(text) {
    const first = text.indexOf('+');
    const second = text.indexOf('+', first + 1);
    const bytes = first > 0 && text.length <= 16384 && second === first + 9 ? fromBase64(text.slice(second + 1)) : null;
    const name = text.slice(0, first);
    const id = text.slice(first + 1, second);
    if (bytes === null || bytes.length < 2 || !isName(name) || !/^[0-9a-f]{8}$/.test(id)) refuse('key-form', { text });
    if (bytes[0] === ML_DSA) refuse('key-ml-dsa', { name });
    if (![ED25519, ECDSA, COSIGNATURE].includes(bytes[0])) refuse('key-type', { name });
    const key = await makeKey(name, bytes[0], bytes.subarray(1));
    return key.id === id ? key : refuse('key-id', { name });
  }

  const sameKey = (one, other) => one.name === other.name && one.type === other.type && same(one.material, other.material);

  function readSignatures(text) {
    const signatures = [];
    while (text !== '') {
      if (signatures.length === 100) refuse('note-too-many');
      const end = text.indexOf('\n');
      const [, name, coded] = (end < 0 ? null : /^— ([^ ]+) ([^ ]+)$/.exec(text.slice(0, end))) ?? refuse('note-signature', { number: signatures.length + 1 });
      const bytes = fromBase64(coded);
      if (!isName(name) || bytes === null || bytes.length <= 4) refuse('note-signature', { number: signatures.length + 1 });
      signatures.push({ name, id: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) });
      text = text.slice(end + 1);
    }
    return signatures;
  }

  // A text and the signatures under it. Who signed is for judge() and signersOf() to say.
  function readNote(bytes) {
    if (bytes.length > 1000000) refuse('note-long');
    const whole = textOf(bytes) ?? refuse('not-utf8');
    const split = whole.lastIndexOf('\n\n');
    if (split < 0) refuse('note-form');
    const text = whole.slice(0, split + 1);
    if (text === '' || /[\u0000-\u0009\u000b-\u001f]/.test(text)) refuse('note-control');
    const signatures = readSignatures(whole.slice(split + 2));
    if (signatures.length === 0) refuse('note-unsigned');
    return { text, signatures };
  }

  // The time and the signature of a witness; null for other bytes.
  function readCosignature(bytes) {
    if (bytes.length !== 72) return null;
    const time = BigInt('0x' + toHex(bytes.subarray(0, 8)));
    return time <= LARGEST ? { time, signature: bytes.subarray(8) } : null;
  }

  async function verifies(key, text, bytes) {
    if (key.type === ED25519) return verifyEd25519(key.material, utf8(text), bytes);
    if (key.type === ECDSA) {
      const pair = fromSequence(bytes);
      return pair !== null && verifyEcdsa(key.material, utf8(text), pair);
    }
    const cosigned = readCosignature(bytes);
    if (cosigned === null) return false;
    try {
      readCheckpoint(utf8(text));
    } catch {
      return false; // a witness says nothing about other texts
    }
    return verifyEd25519(key.material, utf8(`cosignature/v1\ntime ${cosigned.time}\n${text}`), cosigned.signature);
  }

  // Which of these keys signed. Signatures of others are passed over; a wrong one of a known key refuses the note, and so does a note that none of them signed.
  async function signersOf(note, keys) {
    const signed = [];
    for (const signature of note.signatures) {
      for (const key of keys) {
        if (key.name !== signature.name || key.id !== signature.id) continue;
        if (!await verifies(key, note.text, signature.bytes)) refuse('signature-wrong', { name: key.name });
        if (signed.some((one) => sameKey(one.key, key))) continue;
        signed.push({ key, time: key.type === COSIGNATURE ? readCosignature(signature.bytes).time : null });
      }
    }
    return signed.length > 0 ? signed : refuse('signature-nobody');
  }

  // ---- checkpoints (C2SP tlog-checkpoint) and receipts (C2SP tlog-proof) ----------------------------------------------------

  function readCheckpoint(bytes) {
    const text = textOf(bytes) ?? refuse('not-utf8');
    if (!text.endsWith('\n')) refuse('checkpoint-form');
    const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n');
    if (origin === '') refuse('checkpoint-origin');
    const read = { origin, size: numberFrom(size ?? '') ?? refuse('checkpoint-size'), root: hashFrom(root ?? '') ?? refuse('checkpoint-root') };
    if (extensions.includes('')) refuse('checkpoint-empty-line');
    return read;
  }

  function readSignedCheckpoint(bytes) {
    const note = readNote(bytes);
    return { ...readCheckpoint(utf8(note.text)), note };
  }

  // Lines of bytes that each end in a line feed.
  function lineReader(bytes) {
    let [at, number] = [0, 0];
    return {
      next() {
        number++;
        const end = bytes.indexOf(10, at);
        if (end < 0) return null;
        const line = textOf(bytes.subarray(at, end)) ?? '\u0000';
        at = end + 1;
        return line;
      },
      number: () => number,
      rest: () => bytes.subarray(at),
    };
  }

  function readHashes(lines) {
    const hashes = [];
    while (true) {
      const line = lines.next() ?? refuse('receipt-end', { number: lines.number() });
      if (line === '') return hashes;
      if (hashes.length === 63) refuse('receipt-deep');
      hashes.push(hashFrom(line) ?? refuse('receipt-hash', { number: lines.number() }));
    }
  }

  const RECEIPT = 'c2sp.org/tlog-proof@v1';

  function readReceipt(bytes) {
    if (bytes.length > 1200000) refuse('receipt-long');
    const lines = lineReader(bytes);
    if (lines.next() !== RECEIPT) refuse('receipt-first');
    let line = lines.next() ?? '';
    let extra = null;
    if (line.startsWith('extra ')) {
      extra = fromBase64(line.slice(6));
      if (extra === null || extra.length === 0) refuse('receipt-extra');
      line = lines.next() ?? '';
    }
    const index = line.startsWith('index ') ? numberFrom(line.slice(6)) : null;
    if (index === null) refuse('receipt-index', { number: lines.number() });
    const path = readHashes(lines);
    return { index, path, extra, checkpoint: readSignedCheckpoint(lines.rest()) };
  }

  // What a record sends to a witness (C2SP tlog-witness).
  function readWitnessRequest(bytes) {
    const lines = lineReader(bytes);
    const first = lines.next() ?? '';
    const old = first.startsWith('old ') ? numberFrom(first.slice(4)) : null;
    if (old === null) refuse('request-old');
    return { old, path: readHashes(lines), checkpoint: readSignedCheckpoint(lines.rest()) };
  }

  // ---- policies (C2SP tlog-policy) --------------------------------------------------------------------------------------------

  async function readPolicy(bytes) {
    if (bytes.length > 1000000) refuse('policy-long');
    const text = textOf(bytes) ?? refuse('not-utf8');
    const policy = { logs: [], witnesses: [], groups: new Map(), quorum: null };
    const names = new Set(['none']);
    const used = new Set();
    const lines = text.split('\n');
    if (lines.pop() !== '') refuse('policy-line', { number: lines.length + 1 });
    for (const [at, line] of lines.entries()) {
      const wrong = () => refuse('policy-line', { number: at + 1 });
      if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) wrong();
      const words = line.split(/[ \t]+/).filter((word) => word !== '');
      if (words.length === 0 || words[0].startsWith('#')) continue;
      const [kind, name, third, ...rest] = words;
      const newName = () => { if (names.size > 1000 || names.has(name)) wrong(); names.add(name); };
      if (kind === 'log' && (words.length === 2 || words.length === 3)) {
        const key = await readKey(name);
        if (policy.logs.length === 1000 || policy.logs.some((one) => same(one.material, key.material))) wrong();
        policy.logs.push(key);
      } else if (kind === 'witness' && (words.length === 3 || words.length === 4)) {
        const key = await readKey(third);
        if (key.type !== COSIGNATURE || policy.witnesses.some((one) => same(one.key.material, key.material))) wrong();
        newName();
        policy.witnesses.push({ name, key });
      } else if (kind === 'group' && words.length >= 4) {
        for (const member of rest) {
          if (member === 'none' || !names.has(member) || used.has(member)) wrong();
          used.add(member);
        }
        const number = numberFrom(third);
        const needed = third === 'all' ? rest.length : third === 'any' ? 1 : number !== null && number >= 1n && number <= BigInt(rest.length) ? Number(number) : wrong();
        newName();
        policy.groups.set(name, { needed, members: rest });
      } else if (kind === 'quorum' && words.length === 2 && policy.quorum === null && names.has(name)) {
        policy.quorum = name;
      } else {
        wrong();
      }
    }
    return policy.quorum === null ? refuse('policy-quorum') : policy;
  }

  function isQuorum(policy, names) {
    const has = (name) => {
      const group = policy.groups.get(name);
      return group ? group.members.filter(has).length >= group.needed : names.includes(name);
    };
    return policy.quorum === 'none' || has(policy.quorum);
  }

  // ---- entries ----------------------------------------------------------------------------------------------------------------

  const WORD = '[A-Za-z0-9._/:@#+=-]{1,200}';

  // Reads canonical JSON in the shape of an entry, and nothing that is spelled in any other way.
  function readEntry(bytes) {
    if (bytes.length > 65535) refuse('entry-long');
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    let at = 0;
    const wrong = () => refuse('entry-form', { at });
    const next = (expected) => {
      if (!text.startsWith(expected, at)) return false;
      at += expected.length;
      return true;
    };
    const expect = (expected) => next(expected) || wrong();
    const match = (pattern) => {
      const sticky = new RegExp(pattern, 'y');
      sticky.lastIndex = at;
      const found = sticky.exec(text);
      if (found) at = sticky.lastIndex;
      return found;
    };
    const word = () => (match(`"(${WORD})"`) ?? wrong())[1];
    const sequence = (open, close, item) => {
      expect(open);
      const items = [];
      if (next(close)) return items;
      do items.push(item(items)); while (next(','));
      expect(close);
      return items;
    };
    const named = (value) => (before) => {
      const name = word();
      if (before.length > 0 && before[before.length - 1][0] >= name) wrong();
      expect(':');
      return [name, value()];
    };
    const value = (depth) => {
      if (depth > 16) wrong();
      if (text[at] === '"') return word();
      if (text[at] === '{') return { group: sequence('{', '}', named(() => value(depth + 1))) };
      if (text[at] === '[') return sequence('[', ']', () => value(depth + 1));
      if (next('true')) return true;
      if (next('false')) return false;
      const number = Number((match('(-?[1-9][0-9]{0,15}|0)(?![0-9.eE])') ?? wrong())[0]);
      return Number.isSafeInteger(number) ? number : wrong();
    };
    const time = () => {
      const found = (match('"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z)"') ?? wrong())[1];
      const date = new Date(found);
      return !Number.isNaN(date.getTime()) && !found.startsWith('0000') && date.toISOString() === found ? found : wrong();
    };

    const entry = {};
    expect('{"at":');
    entry.at = time();
    expect(',"by":');
    if (next('{"post":')) {
      const post = word();
      expect(',"unit":');
      entry.by = { post, unit: word() };
    } else {
      expect('{"as":');
      entry.by = { as: word() };
    }
    expect('},"event":');
    entry.event = (match('"([a-z][a-z0-9-]*/[1-9][0-9]{0,8})"') ?? wrong())[1];
    if (entry.event.length > 200) wrong();
    expect(',"fields":');
    entry.fields = sequence('{', '}', named(() => value(1)));
    expect(',"mandate":');
    entry.mandate = sequence('[', ']', word);
    entry.notes = [];
    if (next(',"notes":')) {
      entry.notes = sequence('[', ']', word);
      if (entry.notes.length === 0) wrong();
    }
    expect(',"personal":');
    entry.personal = sequence('{', '}', named(() => hashFrom((match('"([A-Za-z0-9+/=]{44})"') ?? wrong())[1]) ?? wrong()));
    expect(',"structure":');
    entry.structure = word();
    expect(',"v":1}');
    return at === text.length ? entry : wrong();
  }

  // ---- commitments ---------------------------------------------------------------------------------------------------------------

  async function commitmentOf(salt, field, value) {
    const key = await crypto.subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, join(utf8(`trellis-commitment/1\n${field}\n`), value)));
  }

  // ---- judging -----------------------------------------------------------------------------------------------------------------------

  // A record that was restored from a backup goes on as name/2, name/3 under the same key.
  const firstNameOf = (origin) => origin.replace(/^([^]+)\/(?!1$)[1-9][0-9]{0,5}$/, '$1');

  async function keyFor(origin, keys) {
    const exact = keys.find((key) => key.name === origin);
    if (exact) return exact;
    const earlier = keys.find((key) => firstNameOf(key.name) === firstNameOf(origin));
    return earlier ? makeKey(origin, earlier.type, earlier.material) : null;
  }

  // Judges a checkpoint by the keys and the policy that somebody trusts. As trellis verify does it.
  async function judgeSignatures(checkpoint, keys, policy, report) {
    const size = checkpoint.size;
    const ours = await keyFor(checkpoint.origin, [...keys, ...policy?.logs ?? []]);
    let cosigned = [];
    let counts = false;
    if (ours === null && keys.length === 0 && policy === null) {
      report.unproven.push({ code: 'who-signed' });
    } else if (ours === null) {
      report.doubts.push({ code: 'key-of-another', size, origin: checkpoint.origin, name: (keys[0] ?? policy.logs[0])?.name ?? '—' });
    } else {
      try {
        const known = [...(policy?.logs ?? []).filter((key) => key.name === checkpoint.origin && !sameKey(key, ours)), ours, ...(policy?.witnesses ?? []).map((one) => one.key)];
        const signed = await signersOf(checkpoint.note, known);
        cosigned = (policy?.witnesses ?? []).flatMap((one) => signed.filter((by) => sameKey(by.key, one.key)).map((by) => ({ name: one.name, time: by.time })));
        if (!signed.some((by) => by.key.name === checkpoint.origin && by.key.type !== COSIGNATURE)) {
          report.doubts.push({ code: 'record-did-not-sign', size, origin: checkpoint.origin });
        } else {
          report.proven.push({ code: 'signed', name: checkpoint.origin, size });
          counts = policy === null || isQuorum(policy, cosigned.map((one) => one.name));
          if (!counts) report.doubts.push({ code: 'witnesses-too-few', size, names: cosigned.map((one) => one.name) });
        }
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        report.doubts.push({ code: 'signature-wrong', size, detail: fault });
      }
    }
    if (policy === null || policy.quorum === 'none') report.unproven.push({ code: 'one-record-for-all' });
    else if (counts) report.proven.push({ code: 'witnessed', size, witnesses: cosigned });
    return cosigned;
  }

  const LATEST_AFTER_WITNESS = 600n; // seconds that clocks may differ

  async function judgeReceipt(receipt, { keys, policy, leaf, entry, value }, report) {
    const { index, path, checkpoint } = receipt;
    const given = entry ?? receipt.extra;
    if (given === null && leaf === null) refuse('receipt-bare');
    const hash = leaf ?? await leafOf(given);
    report.position = index;
    if (entry !== null && receipt.extra !== null && !same(entry, receipt.extra)) report.doubts.push({ code: 'entry-differs', position: index });
    if (leaf !== null && given !== null && !same(await leafOf(given), leaf)) report.doubts.push({ code: 'entry-differs', position: index });
    const holds = await includes(index, checkpoint.size, hash, path, checkpoint.root);
    if (holds) report.proven.push({ code: 'entry-included', position: index, size: checkpoint.size });
    else report.doubts.push({ code: 'receipt-does-not-hold', position: index, size: checkpoint.size });
    if (given !== null) {
      try {
        report.entry = readEntry(given);
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        if (leaf === null) report.doubts.push({ code: 'entry-unreadable', position: index, detail: fault });
      }
    }
    if (!report.entry) report.unproven.push({ code: 'what-happened' });

    const cosigned = await judgeSignatures(checkpoint, keys, policy, report);
    const at = report.entry ? BigInt(Date.parse(report.entry.at)) : null;
    for (const one of cosigned)
      if (at !== null && at > (one.time + LATEST_AFTER_WITNESS) * 1000n) report.doubts.push({ code: 'dated-after-witness', position: index, name: one.name, time: one.time });
    if (value !== null) await judgeValue(value, report, holds);
    report.unproven.push({ code: 'rest-of-record' });
  }

  async function judgeValue({ field, text, salt }, report, holds) {
    const committed = report.entry?.personal.find(([name]) => name === field);
    if (!committed) report.doubts.push({ code: 'value-without-commitment', field });
    else if (!same(await commitmentOf(salt, field, utf8(text)), committed[1])) report.doubts.push({ code: 'value-differs', field });
    else if (holds) report.proven.push({ code: 'value-opens', field });
  }

  // Judges what somebody was given: a receipt, a checkpoint or another signed note.
  async function judge(bytes, trusted) {
    const report = { kind: 'receipt', proven: [], unproven: [], doubts: [], entry: null, position: null, checkpoint: null };
    if (textOf(bytes.subarray(0, 9)) === 'c2sp.org/') {
      const receipt = readReceipt(bytes);
      report.checkpoint = receipt.checkpoint;
      await judgeReceipt(receipt, trusted, report);
      return report;
    }

    const note = readNote(bytes);
    try {
      report.checkpoint = { ...readCheckpoint(utf8(note.text)), note };
      report.kind = 'checkpoint';
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      report.kind = 'note';
      report.text = note.text;
    }
    if (report.kind === 'checkpoint') {
      await judgeSignatures(report.checkpoint, trusted.keys, trusted.policy, report);
      report.unproven.push({ code: 'rest-of-record' });
      return report;
    }

    const keys = [...trusted.keys, ...trusted.policy?.logs ?? []];
    if (keys.length === 0) report.unproven.push({ code: 'who-signed' });
    else {
      try {
        for (const { key } of await signersOf(note, keys)) report.proven.push({ code: 'signed', name: key.name, size: null });
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        report.doubts.push({ code: 'signature-wrong', size: null, detail: fault });
      }
    }
    return report;
  }

  return Object.freeze({
    Refusal, utf8, textOf, same, toBase64, fromBase64, fromHex, toHex, hashFrom, numberFrom, sha256, leafOf, nodeOf, includes, continues,
    isEd25519Key, browserHasEd25519, verifyEd25519, verifyEd25519ByPage, verifyEcdsa, readKey, readNote, signersOf, readCosignature,
    readCheckpoint, readSignedCheckpoint, readReceipt, readWitnessRequest, readPolicy, readEntry, commitmentOf, judge,
  });
})();
