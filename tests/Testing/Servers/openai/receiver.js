import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import OpenAI from "openai";

// Only its verifier is used; nothing goes out.
const { webhooks } = new OpenAI({ apiKey: "none", webhookSecret: process.env.WEBHOOK_SECRET });

createServer(async (request, response) => {
  const status = await webhooks.unwrap(await text(request), request.headers).then(() => 200, () => 401);
  response.writeHead(status).end();
}).listen(process.env.PORT, "127.0.0.1", () => console.log("listening"));
