// A certified OpenID provider (oidc-provider) on this machine, for the tests of signing in by the company.
// Its one argument is JSON: the address of the hub, the hub's client, and the people it knows by what they type.
// Prints its own address once it listens. POST /people replaces the people.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const given = JSON.parse(process.argv[2]);
let people = given.people;
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: given.client_id,
        client_secret: given.client_secret,
        redirect_uris: [given.callback],
        post_logout_redirect_uris: [given.left],
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "given_name", "family_name", "locale", "zoneinfo"],
      groups: ["groups"],
    },
    cookies: { keys: ["only for tests"] },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
    // Whoever signs in there may go on to the hub without being asked again.
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (request.method === "POST" && request.url === "/people") {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        people = JSON.parse(body);
        response.end();
      });
    } else handle(request, response);
  });
  console.log(`LISTENING ${issuer}`);
});
