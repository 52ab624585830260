import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const seen = new Set(); // stands for a table of yours, unique on the id

const server = createServer((request, response) =>
  receive(request)
    .catch((failure) => {
      console.error(failure);
      return 500;
    })
    .then((status) => response.writeHead(status).end()),
);
server.listen(process.env.PORT ?? 8090, "127.0.0.1", () => console.log("listening"));

async function receive(request) {
  const body = await buffer(request);
  if (request.method !== "POST" || request.url !== "/hooks/reply") return 404;
  const reply = verified(body, request.headers);
  if (!reply) return 401;
  const id = request.headers["webhook-id"];
  if (!seen.has(id)) act(id, reply);
  seen.add(id); // stands for a transaction: the id is remembered when the work is done, and only then
  return 200;
}

function verified(body, headers) {
  try {
    return webhook.verify(body, headers);
  } catch {
    return undefined;
  }
}

function act(id, reply) {
  console.log(`${id}: ${reply.type} of ${reply.data.conversationId}`);
}
