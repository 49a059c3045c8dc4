// The department's desk: ticking all that wait to be signed for, beginning a reply from a template.
import "./chosen-template.js";
import "./pick-all.js";
