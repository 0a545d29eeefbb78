// Reads a JSON array of Mermaid texts on stdin; prints, for each, what Mermaid understood:
// {"type", "title", "tasks": [{"section", "task", "type", "start", "end", ...}]}, or {"error"}.
//
// mermaid.parse() says yes to gantt labels on which the renderer then throws; only the
// diagram's own database tells what will be drawn.
import { JSDOM } from "jsdom";

// DOMPurify, on which Mermaid leans, looks for a window when it is loaded.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;

const { default: mermaid } = await import(process.env.MERMAID ?? "mermaid");
mermaid.initialize({ startOnLoad: false, logLevel: "fatal" });

function plain(task) {
  return {
    section: task.section,
    task: task.task,
    id: task.id,
    milestone: Boolean(task.milestone),
    crit: Boolean(task.crit),
    active: Boolean(task.active),
    done: Boolean(task.done),
    start: local(task.startTime),
    end: local(task.endTime),
  };
}

function local(time) {
  const pad = (number) => String(number).padStart(2, "0");
  const day = [time.getFullYear(), pad(time.getMonth() + 1), pad(time.getDate())].join("-");
  return `${day}T${[time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(":")}`;
}

async function understood(text) {
  try {
    await mermaid.parse(text);
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    const { db } = diagram;
    return { type: diagram.type, title: db.getDiagramTitle(), tasks: db.getTasks().map(plain) };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
}

let input = "";
for await (const chunk of process.stdin) input += chunk;
const answers = [];
for (const text of JSON.parse(input)) answers.push(await understood(text));
process.stdout.write(JSON.stringify(answers) + "\n");
