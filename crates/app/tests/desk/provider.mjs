// A provider of identities: it lets everybody in as the person that was named last, and says what they proved themselves by.
// node provider.mjs FOLDER BACK, where FOLDER holds node_modules; tells its port, and ends with its standard input.
import http from 'node:http';

const [folder, back] = process.argv.slice(2);
const { Provider } = await import(`${folder}/node_modules/oidc-provider/lib/index.js`);
const who = { subject: 'nobody', proofs: [], refuses: false };
const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: 'desk', client_secret: 'sesame / street', redirect_uris: [back] }],
    claims: { openid: ['sub', 'amr'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const url = new URL(request.url, `http://127.0.0.1:${port}`);
    if (url.pathname === '/as') {
      who.subject = url.searchParams.get('subject');
      who.proofs = url.searchParams.getAll('proof');
      who.refuses = url.searchParams.has('refuses');
      response.end('so be it');
    } else if (url.pathname.startsWith('/interaction/')) {
      const login = { accountId: who.subject, amr: who.proofs, remember: false };
      const result = who.refuses ? { error: 'access_denied' } : { login };
      await provider.interactionFinished(request, response, result);
    } else {
      answer(request, response);
    }
  });
  console.log(`port ${port}`);
});
// nobody reads on once the port is told
process.stdout.on('error', () => {});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
