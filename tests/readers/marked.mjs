// A line of JSON, a document; a line of JSON, its HTML.
import { createInterface } from "node:readline";
import { marked } from "marked";

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(marked.parse(JSON.parse(line), { gfm: true })) + "\n");
}
