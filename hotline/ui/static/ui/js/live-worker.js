// One connection for all tabs of this browser that hear the same: HTTP/1.1 allows a browser six, and every tab would take one.
// It also ticks, because a hidden tab's own timers are slowed down to one a minute.
import { LiveSource } from "./live-source.js";

const tabs = new Set();
let source;

function tellAll(message) {
  for (const tab of tabs) tab.postMessage(message);
}

function join(tab, { ticket, src }) {
  tabs.add(tab);
  if (source && !["signed-out", "off"].includes(source.state)) {
    for (const message of source.welcome()) tab.postMessage(message);
    return;
  }
  source?.stop();
  source = new LiveSource({ ticket, src, tell: tellAll });
  source.start();
}

self.onconnect = ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => {
    if (data.kind === "join") join(tab, data);
    if (data.kind === "leave") tabs.delete(tab);
    if (data.kind === "nudge") source?.nudge();
  };
  tab.start();
};

setInterval(() => tellAll({ kind: "tick" }), 20_000);
