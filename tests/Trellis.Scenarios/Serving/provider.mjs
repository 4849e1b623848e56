// A real provider of OpenID Connect on this machine, for tests: oidc-provider, with one switch that makes it lie. Arguments: the folder of its packages, its port, the address of the site.
// Reads words from standard input, a line each: "lie KIND", "rotate", "sign-out SUBJECT"; answers "done" to each.
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { generateKeyPairSync, randomUUID } from 'node:crypto';

const [packages, port, site] = process.argv.slice(2);
const find = createRequire(pathToFileURL(packages + '/x.js'));
const { Provider } = await import(pathToFileURL(find.resolve('oidc-provider')));
const { SignJWT, decodeJwt, importJWK } = await import(pathToFileURL(createRequire(find.resolve('oidc-provider')).resolve('jose')));
const issuer = `http://localhost:${port}`;
let lie = '', key, provider, handle;

const jwk = kid => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
const sign = async (claims, by, typ) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: by.kid, ...(typ ? { typ } : {}) }).sign(await importJWK(by, 'RS256'));

function begin(kid) {
  key = jwk(kid);
  provider = new Provider(issuer, {
    clients: [{
      client_id: 'trellis', client_secret: 'a-secret-of-this-test-alone', redirect_uris: [`${site}/sign-in/from/county`], post_logout_redirect_uris: [`${site}/sign-out`],
      response_types: ['code'], grant_types: ['authorization_code'], backchannel_logout_uri: `${site}/sign-out/by/county`, backchannel_logout_session_required: true,
    }],
    jwks: { keys: [key] },
    cookies: { keys: ['of-this-test-alone'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'sid'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@county.example`, email_verified: !id.startsWith('unsure') }) }),
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path !== '/token' || !lie || !context.body?.id_token) return;
    const claims = decodeJwt(context.body.id_token), now = Math.floor(Date.now() / 1000);
    let by = key;
    if (lie === 'nonce') claims.nonce = 'another';
    if (lie === 'no-nonce') delete claims.nonce;
    if (lie === 'audience') claims.aud = 'another-client';
    if (lie === 'issuer') claims.iss = 'http://localhost:1';
    if (lie === 'expired') { claims.iat = now - 7200; claims.exp = now - 3600; }
    if (lie === 'subject') delete claims.sub;
    if (lie === 'key') by = { ...jwk(key.kid) };
    context.body.id_token = lie === 'unsigned'
      ? [{ alg: 'none' }, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.'
      : await sign(claims, by);
  });
  handle = provider.callback();
}

async function signOut(subject, change) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: 'trellis', iat: now, exp: now + 120, jti: randomUUID(), sub: subject, events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, ...change };
  const token = await sign(claims, change.wrong ? jwk(key.kid) : key, 'logout+jwt');
  const send = () => new Promise((resolve, reject) => {
    const body = 'logout_token=' + token;
    const sent = request(`${site}/sign-out/by/county`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length } }, answer => { answer.resume(); resolve(answer.statusCode); });
    sent.on('error', reject).end(body);
  });
  return change.twice ? [await send(), await send()].join(' ') : await send();
}

begin('first');
createServer((asked, answer) => handle(asked, answer)).listen(Number(port), 'localhost', () => console.log('ready'));
for await (const line of createInterface({ input: process.stdin })) {
  const [word, ...rest] = line.split(' ');
  if (word === 'lie') { lie = rest[0] ?? ''; console.log('done'); }
  if (word === 'rotate') { begin('second'); console.log('done'); }
  if (word === 'sign-out') console.log(`done ${await signOut(rest[0], rest[1] ? JSON.parse(rest.slice(1).join(' ')) : {})}`);
}
process.exit(0);
