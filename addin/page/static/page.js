"use strict";
// Forms are sent in the background, what runs is heard of by server-sent events; the server decides, this only shows.
const home = document.body.dataset.home;
const byId = (id) => document.getElementById(id);
const put = (parent, tag, text, className) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
};
const WORDS = ["办完了", "办完了，有要看的", "没有办成"];
let known = null;

async function send(address, body) {
  try {
    const reply = await fetch(address, { method: "POST", body });
    const kind = reply.headers.get("Content-Type") || "";
    const message = kind.includes("json") ? (await reply.json()).message : await reply.text();
    if (message) tell(message, reply.ok);
    return reply.ok;
  } catch {
    tell("连不上程序：它可能已经结束，请再打开一次。", false);
    return false;
  }
}

function tell(message, fine) {
  const done = byId("done");
  done.replaceChildren();
  put(done, "p", message, fine ? "said" : "said bad");
  byId("state").className = fine ? "said" : "bad";
  byId("state").scrollIntoView({ block: "nearest" });
}

function show(state) {
  const box = byId("state"), done = byId("done");
  byId("now").textContent = state.running ? `正在办“${state.running}”：${state.step}` : "";
  for (const button of document.querySelectorAll("main button")) button.setAttribute("aria-disabled", state.running ? "true" : "false");
  if (state.running) {
    box.className = "busy";
    done.replaceChildren();
  } else if (state.status !== null) {
    box.className = ["well", "mixed", "bad"][state.status];
    done.replaceChildren();
    put(done, "h2", `${state.last}：${WORDS[state.status]}`);
    const list = put(done, "ul");
    for (const message of state.messages) for (const line of message.split("\n")) if (line.trim()) put(list, "li", line);
    if (state.files.length) files(done, state.files);
    const just = known !== null && known.running;
    if (just && state.status !== 2) after();
  }
  known = state;
}

function files(parent, all) {
  put(parent, "h3", "写出的文件");
  const list = put(parent, "ul", "", "files");
  for (const one of all) {
    const item = put(list, "li");
    const link = put(item, "a", one.name);
    link.href = `${home}/file/${one.number}`;
    link.setAttribute("download", "");
    for (const [word, path] of [["打开", "open"], ["打开文件夹", "folder"]]) {
      const button = put(item, "button", word);
      button.type = "button";
      button.setAttribute("aria-label", `${word}：${one.name}`);
      button.addEventListener("click", () => send(`${home}/${path}/${one.number}`));
    }
  }
}

async function after() {
  if (!byId("board")) {
    location.reload();
    return;
  }
  const reply = await fetch(`${home}/`);
  if (!reply.ok) return;
  const parsed = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of ["board", "lists"]) byId(part).replaceChildren(...parsed.getElementById(part).childNodes);
}

function listen() {
  const source = new EventSource(`${home}/events`);
  source.onmessage = (event) => show(JSON.parse(event.data));
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (known && known.running) {
    tell(`正在办“${known.running}”，办完再点；这一下没有算。`, false);
    return;
  }
  if (await send(form.action, new FormData(form))) for (const once of form.querySelectorAll("[data-once]")) once.checked = false;
});

const drop = byId("drop");
if (drop) {
  const given = async (list) => {
    const body = new FormData();
    for (const file of list) body.append("files", file);
    if (list.length) await send(drop.action, body);
    byId("files").value = "";
  };
  byId("files").addEventListener("change", (event) => given(event.target.files));
  for (const kind of ["dragover", "dragenter"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); given(event.dataTransfer.files); });
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
}
byId("end").addEventListener("click", () => send(`${home}/end`));
listen();
