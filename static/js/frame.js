// What every page does beyond plain HTML. Each part is an addition: without scripts links, forms and messages work.

import "./search.js";
import "./menus.js";
import "./messages.js";
import "./theme.js";
import "./forms.js";
import "./dialogs.js";
import "./requests.js";
import { settleDrafts } from "./drafts.js";
import { prepareRepeats } from "./repeats.js";

prepareRepeats(document);
settleDrafts();
document.querySelector(".main .is-invalid, .entrance-main .is-invalid")?.focus();
