// All words of the page, Chinese and English side by side. A word with parts is a function of them.
const words = (() => {
  'use strict';

  const pair = (zh, en) => ({ zh, en });
  const quoted = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
  const names = { zh: (list) => list.join('、'), en: (list) => list.join(', ') };

  const again = pair('请重新复制整份文件，不要多一个字，也不要少一个字。', 'Copy the whole file again, not a letter more or less.');
  const keepIt = pair('保存好这份回执：它是证据。交给见证方或监督部门。', 'Keep this receipt: it is evidence. Show it to a witness, or to whoever supervises the keeper.');

  const page = {
    title: pair('核验回执', 'Verify a receipt'),
    back: pair('回到记录', 'Back to the record'),
    intro: pair('回执能证明：一件事写进了公开记录，而且此后谁也不能悄悄改动。在这里自己核验，不必相信任何人。', 'A receipt proves that something was entered in the public record, and that nobody can quietly change it. Verify it here yourself; you need not trust anybody.'),
    private: pair('您粘贴的内容不会离开这台设备：本页不能连接网络，也不保存任何东西。', 'What you paste stays on this device: this page cannot connect to anything, and keeps nothing.'),
    receipt: pair('回执', 'Receipt'),
    receiptHint: pair('整段粘贴，或者选择文件（名称以 .tlog-proof 结尾）。检查点也可以。', 'Paste all of it, or choose the file (its name ends in .tlog-proof). A checkpoint will do, too.'),
    key: pair('公钥', 'Key'),
    keyHint: pair('请从别的途径取得保管单位的公钥：盖章的告知单、公告栏、报纸。与回执一起送来的公钥，证明不了是谁签的名。这里也可以粘贴见证规则。', 'Get the keeper’s key on another way: a stamped notice, a board, a newspaper. A key that came with the receipt proves nothing about who signed. A policy of witnesses goes here, too.'),
    choose: pair('选择文件', 'Choose a file'),
    chooseReceipt: pair('选择回执文件', 'Choose a file with the receipt'),
    chooseKey: pair('选择公钥文件', 'Choose a file with the key'),
    drop: pair('也可以把文件拖到页面上。', 'Or drop files anywhere on this page.'),
    more: pair('还有别的材料（可不填）', 'More, if you have it'),
    entry: pair('条目', 'Entry'),
    entryHint: pair('回执里没有条目时，粘贴另外收到的条目原文。', 'Where the receipt does not carry its entry, paste the entry as you were given it.'),
    leaf: pair('条目的哈希值', 'Hash of the entry'),
    leafHint: pair('只有哈希值时填写，44 个字符。', 'If a hash is all you have; 44 letters.'),
    value: pair('一项个人信息', 'A personal value'),
    valueHint: pair('条目里没有姓名，也没有自由文字，只有承诺值。有原文和盐值，就能证明当时写的正是它。', 'No name and no free text stands in an entry, only a commitment. With the value and its salt you can prove what was entered.'),
    field: pair('字段名', 'Name of the field'),
    text: pair('原文', 'Value'),
    salt: pair('盐值', 'Salt'),
    verify: pair('核验', 'Verify'),
    clear: pair('清空', 'Clear'),
    other: pair('English', '中文'),
    cannotAtAll: pair('这个页面无法在这里核验：浏览器只在安全的地方提供所需的加密功能。请把本页保存为文件，再从文件打开；或者换一个较新的浏览器。', 'This page cannot verify here: the browser lends it the cryptography it needs only in a safe place. Save this page as a file and open that file; or use a newer browser.'),
    noEd25519: pair('这个浏览器自己不会核验 Ed25519 签名，由本页的程序代为计算：结果一样，稍慢一些。', 'This browser does not verify Ed25519 signatures itself, so the page’s own program does: slower, with the same result.'),
    how: pair('它怎么证明', 'How it proves anything'),
    how1: pair('记录里的每一个条目都算成一个哈希值；所有哈希值两两相合，最后合成一个根哈希。改动任何一处，根哈希就变了。', 'Every entry of the record is turned into a hash. The hashes are joined, two by two, into one: the root. Whoever changes anything changes the root.'),
    how2: pair('保管单位给根哈希签名，邻县或上级作为见证方联署。此后再拿出另一份记录，两个签名就成了证据。', 'The keeper signs the root; neighbours or the upper level co-sign as witnesses. Whoever shows another record later has signed the proof against himself.'),
    how3: pair('回执里有从您的条目到根哈希的路径。本页重新计算整条路径，再核对签名。', 'The receipt holds the path from your entry to the root. This page computes that path anew, and then checks the signatures.'),
    how4: pair('它证明不了：条目写的是不是实情；记录的其余部分是否完好。核验整份记录，请用命令 trellis verify。', 'What it cannot prove: that what was entered is true; that the rest of the record is in order. For the whole record there is the command trellis verify.'),
    proven: pair('已证明', 'Proved'),
    unproven: pair('没有证明', 'Not proved'),
    doubts: pair('不成立', 'What is wrong'),
    details: pair('凭据的内容', 'What it says'),
    claims: pair('它自称的内容（未经证明）', 'What it claims (not proved)'),
    position: pair('位置', 'Position'),
    at: pair('时间', 'When'),
    event: pair('事件', 'Event'),
    by: pair('经办', 'By'),
    fields: pair('内容', 'Content'),
    mandate: pair('依据', 'Mandate'),
    personal: pair('个人信息', 'Personal values'),
    notes: pair('附注', 'Notes'),
    structure: pair('结构版本', 'Structure version'),
    origin: pair('记录', 'Record'),
    size: pair('条目总数', 'Entries in all'),
    root: pair('根哈希', 'Root hash'),
    signedText: pair('签名的文字', 'Signed text'),
    yes: pair('是', 'yes'),
    no: pair('否', 'no'),
    noscript: pair('核验要在您的设备上计算：请允许本页运行脚本。', 'Verifying is computed on your device: allow this page to run its script.'),
  };

  const verdicts = {
    holds: pair('能核对的都成立', 'Everything that could be checked holds'),
    open: pair('本身成立，但还不知道是谁签的名', 'It holds in itself, but who signed is not known yet'),
    wrong: pair('有不成立之处，不能凭它相信', 'It does not hold'),
  };

  const roles = { requester: pair('申请人', 'the requester'), system: pair('系统', 'the system') };

  const moment = (lang, milliseconds) => {
    const date = new Date(Number(milliseconds));
    return Number.isNaN(date.getTime()) ? '?' : new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(date);
  };

  // What is proved, what is not, and what is wrong; the same codes as trellis verify, where it says the same.
  const findings = {
    'entry-included': pair(
      (f) => `这个条目确在记录之中：第 ${f.position} 位（检查点共 ${f.size} 个条目）。位置从 0 数起。`,
      (f) => `The entry stands in the record, at position ${f.position} (checkpoint of ${f.size} entries). Positions count from 0.`),
    'signed': pair(
      (f) => (f.size === null ? `由公钥 ${f.name} 签名。` : `检查点（${f.size} 个条目）由公钥 ${f.name} 签名。`),
      (f) => (f.size === null ? `It was signed with the key ${f.name}.` : `The checkpoint of ${f.size} entries was signed with the key ${f.name}.`)),
    'witnessed': pair(
      (f) => `${f.witnesses.length} 个见证方联署：${f.witnesses.map((one) => `${one.name}（${moment('zh', one.time * 1000n)}）`).join('、')}。他们各自核对过，此前的记录没有改写。`,
      (f) => `${f.witnesses.length === 1 ? 'One witness' : `${f.witnesses.length} witnesses`} co-signed: ${f.witnesses.map((one) => `${one.name} (${moment('en', one.time * 1000n)})`).join(', ')}. Each had checked that nothing before was rewritten.`),
    'value-opens': pair(
      (f) => `您填写的“${f.field}”正是写进条目的那一项。`,
      (f) => `The value that you gave is what was entered as ${f.field}.`),
    'who-signed': pair('是谁签的名：没有填公钥。', 'Who signed: you gave no key.'),
    'what-happened': pair('条目写了什么：回执里没有条目，或者不是本系统的条目。', 'What the entry says: the receipt carries none, or one of another system.'),
    'one-record-for-all': pair('别人看到的是否是同一份记录：没有见证规则。可以和别人比对检查点。', 'That others were shown the same record: you gave no policy of witnesses. Compare checkpoints with others.'),
    'rest-of-record': pair('记录的其余部分：这里只有这一份凭据。', 'The rest of the record: this is one receipt or checkpoint alone.'),
    'receipt-does-not-hold': pair(
      (f) => `从条目（第 ${f.position} 位）算不到签名的根哈希（${f.size} 个条目）：条目、位置、路径或检查点被改动过，或者不是一起的。`,
      (f) => `The path does not lead from the entry (position ${f.position}) to the root that was signed (${f.size} entries): entry, position, path or checkpoint was changed, or they do not belong together.`),
    'entry-differs': pair((f) => `您填写的条目或哈希值，与回执上的（第 ${f.position} 位）不是同一条。`, (f) => `The entry or hash that you gave is another than the one of the receipt (position ${f.position}).`),
    'entry-unreadable': pair((f, say) => `条目不是规定的写法。${say(f.detail)}`, (f, say) => `The entry is not in its one spelling. ${say(f.detail)}`),
    'signature-wrong': pair((f, say) => `签名不对。${say(f.detail)}`, (f, say) => `The signature is not right. ${say(f.detail)}`),
    'record-did-not-sign': pair((f) => `记录 ${f.origin} 自己没有在这个检查点上签名。`, (f) => `The record ${f.origin} itself did not sign this checkpoint.`),
    'key-of-another': pair((f) => `公钥是 ${f.name} 的，而这份凭据来自 ${f.origin}。`, (f) => `The key is that of ${f.name}, and this comes from ${f.origin}.`),
    'witnesses-too-few': pair(
      (f) => (f.names.length === 0 ? '见证规则里的见证方，没有一个联署。' : `联署的见证方不够：只有 ${names.zh(f.names)}。`),
      (f) => (f.names.length === 0 ? 'No witness of the policy co-signed.' : `Too few witnesses co-signed: only ${names.en(f.names)}.`)),
    'dated-after-witness': pair(
      (f) => `条目写的时间，晚于见证方 ${f.name} 联署它的时间（${moment('zh', f.time * 1000n)}）。`,
      (f) => `The entry is dated after the witness ${f.name} had already co-signed it (${moment('en', f.time * 1000n)}).`),
    'value-differs': pair((f) => `您填写的“${f.field}”与条目中的承诺值不符：原文、盐值或字段名有出入。`, (f) => `The value that you gave is not what was entered as ${f.field}: value, salt or name of the field is another.`),
    'value-without-commitment': pair((f) => `条目中没有名为“${f.field}”的个人信息。`, (f) => `The entry has no personal value called ${f.field}.`),
  };

  // What to do about what is wrong.
  const remedies = {
    'receipt-does-not-hold': pair('先重新复制一次。仍是如此，则回执被改动或伪造。', 'Copy it again first. If it stays so, it was changed or forged.'),
    'entry-differs': keepIt,
    'entry-unreadable': again,
    'signature-wrong': pair('先核对公钥是否拿对。公钥无误，则这不是保管单位签名的。', 'First make sure that you have the right key. If you have, the keeper of the record did not sign this.'),
    'record-did-not-sign': pair('向保管单位要一份它签过名的。', 'Ask the keeper for one that it signed.'),
    'key-of-another': pair('请填写这份记录的公钥。', 'Give the key of this record.'),
    'witnesses-too-few': pair('过几分钟再取一份回执。仍是如此，去问见证方：他们可能因为记录被改写而拒签。', 'Fetch the receipt again in some minutes. If it stays so, ask the witnesses: they may have refused, because the record was rewritten.'),
    'dated-after-witness': keepIt,
    'value-differs': pair('请一字不差地填写，空格也算。', 'Give it letter by letter as it was entered; spaces count.'),
    'value-without-commitment': pair('条目里有的字段名，列在下面“个人信息”一行。', 'The names that it has stand below, under personal values.'),
    'who-signed': pair('请在第 2 步填写公钥。', 'Give the key in step 2.'),
  };

  // Why something cannot be read.
  const refusals = {
    'empty-receipt': pair('请先粘贴一份回执，或者选择文件。', 'Paste a receipt first, or choose its file.'),
    'no-receipt': pair('这不是回执，也不是检查点：回执以 c2sp.org/tlog-proof@v1 开头，末尾有签名。', 'This is no receipt and no checkpoint: a receipt begins with c2sp.org/tlog-proof@v1 and ends in signatures.'),
    'not-utf8': pair('文字编码不是 UTF-8。', 'The text is not UTF-8.'),
    'note-long': pair('文件太长。', 'The file is too long.'),
    'note-form': pair('没有空行把正文和签名分开。', 'No empty line divides the text from its signatures.'),
    'note-control': pair('正文为空，或者含有控制字符。', 'The text is empty, or holds control characters.'),
    'note-signature': pair((f) => `第 ${f.number} 行签名的写法不对：应为破折号“—”、空格、名称、空格、base64。`, (f) => `Signature ${f.number} is not written as it must be: a long dash, a space, a name, a space, base64.`),
    'note-unsigned': pair('空行下面没有签名。', 'There is no signature below the last empty line.'),
    'note-too-many': pair('签名超过 100 个。', 'There are more than 100 signatures.'),
    'checkpoint-form': pair('检查点没有写完。', 'The checkpoint is cut off.'),
    'checkpoint-origin': pair('检查点第一行没有记录的名称。', 'The first line of the checkpoint does not name the record.'),
    'checkpoint-size': pair('检查点第二行不是条目总数。', 'The second line of the checkpoint is no number of entries.'),
    'checkpoint-root': pair('检查点第三行不是哈希值。', 'The third line of the checkpoint is no hash.'),
    'checkpoint-empty-line': pair('检查点中间有空行。', 'The checkpoint holds an empty line.'),
    'receipt-long': pair('回执太长。', 'The receipt is too long.'),
    'receipt-first': pair('第一行不是 c2sp.org/tlog-proof@v1：这不是回执，或是本页不认识的一种。', 'Line 1 is not c2sp.org/tlog-proof@v1: this is no receipt, or of a kind that this page does not know.'),
    'receipt-extra': pair('第 2 行 extra 后面不是 base64。', 'Line 2: what follows extra is no base64.'),
    'receipt-index': pair((f) => `第 ${f.number} 行不是 index 和位置。`, (f) => `Line ${f.number} is not index and a position.`),
    'receipt-hash': pair((f) => `第 ${f.number} 行不是哈希值。`, (f) => `Line ${f.number} is no hash.`),
    'receipt-end': pair((f) => `第 ${f.number} 行：哈希值后面应有一个空行和检查点。`, (f) => `Line ${f.number}: an empty line and a checkpoint should follow the hashes.`),
    'receipt-deep': pair('哈希值超过 63 个：没有这么深的记录。', 'There are more than 63 hashes; no record is that deep.'),
    'receipt-bare': pair('这份回执没有带条目：请填写条目，或者条目的哈希值。', 'This receipt does not carry its entry: give the entry, or its hash.'),
    'request-old': pair('第 1 行不是 old 和大小。', 'Line 1 is not old and a size.'),
    'key-form': pair((f) => `“${quoted(f.text)}”不是公钥。公钥写作：名称+8 位编号+一串字母数字。`, (f) => `“${quoted(f.text)}” is no key. A key is written name+eight digits+letters.`),
    'key-ml-dsa': pair((f) => `${f.name} 的公钥是 ML-DSA-44，本页还不会核验。`, (f) => `The key of ${f.name} is of ML-DSA-44, which this page cannot verify yet.`),
    'key-type': pair((f) => `${f.name} 的公钥是本页不认识的一种。`, (f) => `The key of ${f.name} is of a kind that this page does not know.`),
    'key-no-point': pair((f) => `${f.name} 的公钥无效。`, (f) => `The key of ${f.name} is no valid key.`),
    'key-id': pair((f) => `${f.name} 的公钥与它的编号不符：抄错了，或者被改动过。`, (f) => `The key of ${f.name} does not fit its number: it was copied wrongly, or changed.`),
    'policy-long': pair('见证规则太长。', 'The policy is too long.'),
    'policy-line': pair((f) => `见证规则第 ${f.number} 行读不懂。`, (f) => `Line ${f.number} of the policy cannot be read.`),
    'policy-quorum': pair('见证规则没有 quorum 一行。', 'The policy has no line quorum.'),
    'entry-long': pair('条目太长。', 'The entry is too long.'),
    'entry-form': pair((f) => `在第 ${f.at} 个字节处。条目只有一种写法，多一个空格也不行。`, (f) => `At byte ${f.at}. An entry has one spelling, without a space too many.`),
    'leaf-form': pair('哈希值应为 44 个字符的 base64。', 'A hash is 44 letters of base64.'),
    'salt-form': pair('盐值应为 32 个字节：44 个字符的 base64，或者 64 个十六进制字符。', 'A salt has 32 bytes: 44 letters of base64, or 64 of hexadecimal.'),
    'field-empty': pair('请填写字段名。', 'Name the field.'),
    'signature-wrong': pair((f) => `${f.name} 的签名是错的：正文被改动过，或者不是用这把公钥对应的私钥签的。`, (f) => `That of ${f.name} is wrong: the text was changed, or it was not made with this key.`),
    'signature-nobody': pair('填写的公钥，没有一把在上面签过名。', 'None of the keys that you gave signed it.'),
  };

  const say = (lang, found, parts = {}) => {
    const word = found?.[lang];
    return typeof word === 'function' ? word(parts, (fault) => say(lang, refusals[fault.code], fault.parts)) : word ?? '';
  };

  return Object.freeze({
    page, verdicts, moment,
    role: (lang, role) => say(lang, roles[role]) || role,
    finding: (lang, finding) => say(lang, findings[finding.code], finding),
    remedy: (lang, finding) => say(lang, remedies[finding.code], finding),
    refusal: (lang, refusal) => say(lang, refusals[refusal.code], refusal.parts),
    codes: () => ({ findings: Object.keys(findings), refusals: Object.keys(refusals) }),
  });
})();
