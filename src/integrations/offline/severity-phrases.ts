/** Which entry of the list below is which. */
export const CRITICAL = 0;
export const HIGH = 1;
export const LOW = 2;

/** What people say of the harm; tried on the lower-cased text. */
export const SEVERITY_PHRASES: readonly RegExp[] = [
  /\beveryone\b|\ball (?:users|customers|requests|regions)\b|\bevery (?:request|customer|user)\b|\btotal(?:ly)? down\b|\bcomplete outage\b|\boutage\b|\bdata (?:loss|breach|leak)\b|\blost all\b|\bproduction (?:is )?down\b|\bvulnerabilit(?:y|ies)\b|\bremote code execution\b|\bsql injection\b/,
  /\b5\d\d\b.{0,12}(?:error|service|gateway|internal)\b|\binternal server error\b|\bcrash(?:es|ed|ing)?\b|\bsegfault\b|\bblocked\b|\bblocker\b|\burgent\b|\basap\b|\bproduction\b|\bprod\b|\bcan(?:not|'t) (?:log ?in|use|access|work|do anything)\b|\bunusable\b|\blocked out\b|\blost (?:my|our|the)\b|\bdeleted\b|\bdisappear(?:s|ed)?\b|\bcharged\b|\bpayment\b|\brefund\b|\bsecurity\b|\bregression\b|\bmemory leak\b|\bdeadlock\b|\bhangs?\b|\bwhite (?:page|screen)\b|\bno longer works\b|\bstopped working\b|\bquota\b|\bsuspended\b|\bbanned\b/,
  /\btypo\b|\bcosmetic\b|\bminor\b|\bsmall\b|\bslight(?:ly)?\b|\bnit\b|\bmisspell(?:s|ed|ing)?\b|\balignment\b|\bcolou?r\b|\bicon\b|\blogo\b|\btooltip\b|\bpadding\b|\bwording\b|\bnot urgent\b|\bannoying\b/,
];
