// All that a rule of the script may do, by name: each takes the exchange and the rule.
import { account_errors, outages, overloads, throttles } from "./errors.mjs";
import { faults } from "./faults.mjs";
import { forms, forms_without_json } from "./forms.mjs";
import { refusals } from "./refusals.mjs";

const all = [faults, forms, forms_without_json, refusals, account_errors, throttles, overloads, outages];
const names = all.flatMap(Object.keys);
const twice = names.find((name, place) => names.indexOf(name) !== place);
if (twice) throw new Error(`two plays are called ${twice}`);

export const plays = Object.assign({}, ...all);
