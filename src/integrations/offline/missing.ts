import type { Kind } from "../../triage/classification.ts";
import { type Detail, WANTED } from "../../triage/details.ts";

const CODE = /```|^\s{4}\S.*[;({=]|\bcurl\b|(?:await|const|import|def|function)\s|\{\s*"\w+"\s*:/m;
const QUOTED = /["“”«][^"“”»]{12,}["“”»]|```|^> /m;

/** How to tell that a post already holds a detail. */
const PRESENT: Readonly<Record<Detail, RegExp>> = {
  surface:
    /\b(?:api|sdk|dashboard|playground|console|website|web ?site|app\b|mobile|ios|android|desktop|cli|azure|self-?hosted|browser|chrome|firefox|safari|editor|interface|page|plugin|extension)\b/i,
  endpoint:
    /\/v\d+\/\w+|\b(?:GET|POST|PUT|PATCH|DELETE) \/|\b(?:endpoint|button|command|dialog|upload|download|search|login|webhook|stream\w*|completions?|embeddings?|assistants?|threads?|files?|batch\w*|images?|audio|fine-?tun\w+|settings|export|import)\b/i,
  error:
    /\b[A-Z]\w*(?:Error|Exception)\b|\b[1-5]\d\d\b\D{0,40}(?:error|gateway|found|service|request|many|status|unauthorized|forbidden)|(?:error|status|code|returns?|http)\D{0,20}\b[45]\d\d\b|Traceback|\bE[A-Z]{4,}\b|(?:error|message|says?|saying)\s*(?:is|:)?\s*["“'`]|segmentation fault|panicked|white (?:page|screen)|no error/i,
  version: /\bv?\d+\.\d+(?:\.\d+)?(?:[-+]\w+)?\b|\b(?:version|node|python|release|build)\s*v?\d+/i,
  since:
    /\b(?:since|until|as of|started|began|yesterday|today|this morning|last (?:week|night|month|release)|after (?:the )?(?:update|upgrade)|from (?:mon|tues|wednes|thurs|fri|satur|sun)day|for (?:a|two|three|\d+) (?:days?|weeks?|hours?)|seit|desde|depuis)\b|\d{1,2}(?:st|nd|rd|th)? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i,
  code: CODE,
  expected:
    /\bexpect(?:ed|ing|s)?\b|\bshould (?:be|have|not|return|show|work|persist|give|stay)\b|supposed to|instead of|the docs say|according to|as documented|rather than/i,
  actual:
    /\b(?:actual(?:ly)?|instead|but (?:it|i|the)|get(?:ting)?|gets?|returns?|shows?|throws?|fails?|crash\w*|answers?|gives?|says?|stops?|is (?:empty|blank|missing|gone))\b/i,
  model:
    /\b(?:gpt-?\d\S*|o[134](?:-mini|-pro)?\b|chatgpt-\S+|claude\S*|gemini\S*|llama\S*|mistral\S*|davinci\S*|whisper\S*|dall-?e\S*|text-embedding\S*|\w+-(?:turbo|mini|large|small|preview|instruct)\S*)\b/i,
  prompt:
    /\bprompt\b[\s\S]{0,200}["“:`]|(?:i (?:ask|asked|wrote|told|said|typed)|instructions?|system (?:prompt|message))[\s\S]{0,80}["“:`]/i,
  rate: /\b\d+ ?%|\b\d+ (?:of|out of|in|\/) ?\d+|\b(?:every (?:time|second|third|single)|each time|always|never|once|twice|half (?:of )?the|a third of|in (?:one|two|three|five|ten) (?:of|out)|reproducibl\w+)\b/i,
  category:
    /\b(?:ignor|refus|format|json|hallucinat|invent|made up|makes up|tool|function|language|translat|image|vision|repeat|loop|cut|truncat|quality|worse|slow|wrong|lazy)\w*/i,
  page: /https?:\/\/\S+|\b(?:page|section|guide|tutorial|readme|reference|chapter|quick ?start)\b[^.\n]{0,40}["“«‘']|["“«][^"”»]{3,60}["”»]/i,
  sentence: QUOTED,
  wrong:
    /\b(?:should|wrong|instead|missing|outdated|typo|misspell|incorrect|contradict|unclear|dead|broken|404|lacks?|swapped|not (?:exist|true|mentioned))\w*/i,
  job: /\b(?:so that|because|in order to|need|want|would (?:like|love)|use ?case|help|allow|we are|i am|i'm|our|for my|useful|great)\b/i,
  today:
    /\b(?:currently|now|right now|at the moment|today|work ?around|by hand|manually|have to|instead|so far|at present)\b/i,
  limit:
    /\b(?:can(?:not|'t|’t)|no way|not (?:possible|supported|able|allowed)|limit|only|impossible|lack|missing|isn'?t|unable|too (?:small|slow|many|few))\b/i,
};

/** Details that an ask of this kind usually needs and that the post does not hold. */
export function missingFrom(kind: Kind, title: string, text: string): Detail[] {
  const whole = `${title}\n${text}`;
  const absent = WANTED[kind].filter((detail) => !PRESENT[detail].test(whole));
  if (kind !== "model-behavior") return absent;
  // What came out is quoted, or it is hearsay.
  return absent.includes("actual") || QUOTED.test(text) ? absent : [...absent, "actual"];
}
