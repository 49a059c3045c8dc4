// The papers of a case: adding them and looking at them.
import "./paper-drop.js";
import "./paper-viewer.js";
