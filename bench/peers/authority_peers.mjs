// Asks Cedar (wasm) or casbin the questions of the authority bench, on the same rights written as flat rules.
//   node authority_peers.mjs cedar|casbin FILE
// Prints median and 99th percentile of single calls, for two ways of asking: with the rules of the asked power alone
// (what a caller who keeps his own index would do), and with the rules of the first hundred powers together (few questions,
// as each walks them all).
// Every answer is compared with ours.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const [peer, file] = process.argv.slice(2);
const { units, rules, questions } = JSON.parse(readFileSync(file, 'utf8'));
const byPower = new Map();
for (const rule of rules) {
  if (!byPower.has(rule.power)) byPower.set(rule.power, []);
  byPower.get(rule.power).push(rule);
}

const among = (power) => Number(power.slice(2)) < 100;
const hundred = rules.filter((rule) => among(rule.power));
const asked = questions.filter((question) => among(question.power)).slice(0, 10);

const parent = new Map(units);
const within = (place, area) => {
  for (let unit = place; unit; unit = parent.get(unit)) if (unit === area) return true;
  return false;
};

async function time(name, asked, ask) {
  const times = [];
  let wrong = 0;
  for (const question of asked) {
    const began = performance.now();
    let answer = ask(question);
    if (answer instanceof Promise) answer = await answer;
    times.push((performance.now() - began) * 1000);
    if (answer !== question.expected) wrong++;
  }
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(1).padStart(9);
  console.log(`  ${name.padEnd(46)} median ${at(0.5)}  p99 ${at(0.99)} microseconds  (${times.length} questions, ${wrong} answers differ)`);
}

if (peer === 'cedar') {
  const cedar = await import('@cedar-policy/cedar-wasm/nodejs').then((module) => module.default ?? module);
  const policy = (rule) => `permit(principal == Post::"${rule.post}", action == Action::"${rule.power}", resource in Unit::"${rule.area}") when { context.amount <= ${rule.most} && [${rule.outcomes.map((one) => `"${one}"`).join(', ')}].contains(context.outcome) };`;
  // The place and the grounds above it: what a caller would load for one request.
  const entities = (place) => {
    const found = [];
    for (let unit = place; unit; unit = parent.get(unit)) found.push({ uid: { type: 'Unit', id: unit }, attrs: {}, parents: parent.get(unit) ? [{ type: 'Unit', id: parent.get(unit) }] : [] });
    return found;
  };
  const request = (question, set) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'Post', id: question.post },
      action: { type: 'Action', id: question.power },
      resource: { type: 'Unit', id: question.place },
      context: { amount: question.amount, outcome: question.outcome },
      preparsedPolicySetId: set,
      entities: entities(question.place),
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
    return answer.response.decision === 'allow';
  };
  const prepared = new Set();
  const prepare = (name, some) => {
    const answer = cedar.preparsePolicySet(name, { staticPolicies: some.map(policy).join('\n') });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors).slice(0, 300));
    prepared.add(name);
  };
  const few = questions.slice(0, 2000);
  for (const question of few) if (!prepared.has(question.power) && byPower.has(question.power)) prepare(question.power, byPower.get(question.power));
  for (const question of few.slice(0, 500)) request(question, question.power);
  await time('cedar-wasm, rules of the power alone', few, (question) => request(question, question.power));
  try {
    prepare('hundred', hundred);
    request(asked[0], 'hundred');
    await time('cedar-wasm, rules of 100 powers together', asked, (question) => request(question, 'hundred'));
  } catch (fault) {
    console.log(`  cedar-wasm, rules of 100 powers together: ${String(fault).slice(0, 120)}`);
  }
} else {
  const { newEnforcer, newModelFromString } = await import('casbin');
  const model = () => newModelFromString(`
[request_definition]
r = post, power, place, amount, outcome
[policy_definition]
p = post, power, area, most, outcomes
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.post == p.post && r.power == p.power && r.amount <= p.most && within(r.place, p.area) && given(r.outcome, p.outcomes)
`);
  const enforcer = async (some) => {
    const one = await newEnforcer(model());
    await one.addPolicies(some.map((rule) => [rule.post, rule.power, rule.area, String(rule.most), rule.outcomes.join('|')]));
    one.addFunction('within', within);
    one.addFunction('given', (outcome, outcomes) => outcomes.split('|').includes(outcome));
    return one;
  };
  const few = questions.slice(0, 1000);
  const alone = new Map();
  for (const question of few) if (!alone.has(question.power)) alone.set(question.power, await enforcer(byPower.get(question.power) ?? []));
  const ask = (one, question) => one.enforce(question.post, question.power, question.place, question.amount, question.outcome);
  for (const question of few.slice(0, 300)) await ask(alone.get(question.power), question);
  await time('casbin, rules of the power alone', few, (question) => ask(alone.get(question.power), question));
  const all = await enforcer(hundred);
  await ask(all, asked[0]);
  await time('casbin, rules of 100 powers together', asked, (question) => ask(all, question));
}
