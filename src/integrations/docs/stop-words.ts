import { toTerms } from "./tokens.ts";

/** Words of English questions that say nothing about their subject; negations and "when" are kept out of it. */
const STOP_WORDS =
  `a about after all also am an and any are as at be because been before being but by can cannot could did do
  does doing done dont doesnt didnt isnt arent wont cant couldnt shouldnt for from get getting give go going got had has have having he help her here hi hello how i
  if im in into is it its ive just know let like make me might more my need no not of off on one or our out over
  please possible should so some such than thank thanks that the their them then there these they thing things
  this those to too trying try under up us use used using very want was way we were what when where whether
  which while who why will with without would you your`.split(/\s+/);

/** The same as terms, which is how they are met. */
export const STOP_TERMS: ReadonlySet<string> = new Set(STOP_WORDS.flatMap(toTerms));
