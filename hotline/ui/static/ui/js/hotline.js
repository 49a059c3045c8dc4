// Every behaviour there is. One custom element a file, named by what it does.
import "./live-stream.js";
import "./live-region.js";
import "./elapsed-time.js";
import "./due-clock.js";
import "./hot-keys.js";
import "./kept-draft.js";
import "./step-form.js";
import "./step-dialog.js";
import "./pick-one.js";
import "./lease-keeper.js";
import "./toast.js";
import "./row-list.js";
import "./voice-player.js";
import "./theme-choice.js";
