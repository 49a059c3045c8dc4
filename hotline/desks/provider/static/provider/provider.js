// The provider's pages: acts that survive a bad line, photos made small, one's own place.
import "./kept-acts.js";
import "./own-place.js";
import "./small-photo.js";
