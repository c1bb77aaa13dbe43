// One call as it goes on: where it is, what was heard and noted, how long it takes. A locked screen or a sleeping page
// takes nothing of it away; a page that is loaded again has it where the person has turned on keeping.
import { keepCall } from "./keep.js";

const AGENT = /(?:工号|\bagent)\s*[:：]?\s*([A-Za-z]*\d[\w-]*)/i;
const TICKET = /(?:工单号?|\bticket)\s*[:：]?\s*([\w-]*\d[\w-]*)/i;
let call = null;
let lock = null;

// Goes on with the call that this device kept, if there is one.
export function resumeCall(kept) {
  call = kept ?? null;
}

export const current = () => call;
// Whether a call is on, or was cut off, and is not in the record.
export const isOn = () => Boolean(call && !call.until);
export const isUnsaved = () => isOn() && !call.isRehearsal && !isEmpty();
export const replyOf = (name) => call.sheet.replies.find((one) => one.name === name);
export const elapsed = () => (call ? (call.until || Date.now()) - call.since : 0);
export const two = (...parts) => parts.map((part) => String(part).padStart(2, "0"));
export const clockOf = (ms) => { const at = new Date(ms); return two(at.getHours(), at.getMinutes()).join(":"); };

export function save() {
  keepCall(isOn() && !call.isRehearsal ? call : null);
}

export function beginCall(sheet, isRehearsal, day) {
  call = { sheet, isRehearsal, day, since: Date.now(), until: 0, part: "breath", at: 0, opened: "", heard: "", note: "", asks: {} };
  save();
  stayAwake();
}

export function endCall() {
  call.until = Date.now();
  save();
  lock?.release();
  lock = null;
}

export function dropCall() {
  call = null;
  save();
}

// What the log gets is of the last reply that was an answer; one that is none takes the place of no answer.
export function hear(name) {
  call.opened = name;
  if (replyOf(name).known.outcome || !replyOf(call.heard)?.known.outcome) call.heard = name;
  save();
}

export const isEmpty = () => !call.heard && !call.note.trim() && !Object.values(call.asks).some(Boolean);

// A work number and a ticket that stand in the note go where they belong; the rest is what was answered.
function inNote(note) {
  const agent = AGENT.exec(note)?.[1];
  const ticket = TICKET.exec(note)?.[1];
  const rest = note.replace(AGENT, "").replace(TICKET, "").replace(/^[\s，,；;、]+|[\s，,；;、]+$/g, "");
  return { agent, ticket, rest };
}

// What the log gets, by the keys of a contact.
export function recordOf() {
  const { agent, ticket, rest } = inNote(call.note);
  const heard = replyOf(call.isRehearsal ? call.sheet.fullest : call.heard);
  const known = heard?.known ?? call.sheet.base;
  const promised = [known.promised, rest].filter(Boolean).join(call.sheet.lang === "zh" ? "；" : "; ");
  const all = { date: call.day, time: clockOf(call.since), ...known, promised, agent, ticket };
  for (const [key, value] of Object.entries(call.asks)) if (value) all[key] = value;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

async function stayAwake() {
  if (!isOn() || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock?.request("screen");
  } catch {
    lock = null; // the battery is low, or the browser does not allow it
  }
}

document.addEventListener("visibilitychange", () => {
  if (call) save();
  stayAwake();
});
