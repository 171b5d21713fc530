import type { Detail } from "../../triage/model/details.ts";

const CODE = /```|^\s{4}\S.*[;({=]|\bcurl\b|(?:await|const|import|def|function)\s|\{\s*"\w+"\s*:/m;
export const QUOTED = /["“”«][^"“”»]{12,}["“”»]|```|^> /m;

/** How to tell that a post already holds a detail; tried on the lower-cased text. */
export const DETAIL_PHRASES: Readonly<Record<Detail, RegExp>> = {
  surface:
    /\b(?:api|sdk|dashboard|playground|console|website|web ?site|app\b|mobile|ios|android|desktop|cli|azure|bedrock|vertex|(?:self-?|on-?prem\w*|cloud-?)hosted|browser|chrome|firefox|safari|editor|interface|page|plugin|extension)\b/,
  endpoint:
    /\/v\d+\/\w+|\b(?:get|post|put|patch|delete) \/|\b(?:endpoint|button|command|dialog|upload|download|search|login|webhook|stream\w*|completions?|embeddings?|assistants?|threads?|files?|batch\w*|images?|audio|fine-?tun\w+|settings|export|import)\b/,
  error:
    /\w(?:error|exception)\b|\b[1-5]\d\d\b\D{0,40}(?:error|gateway|found|service|request|many|status|unauthorized|forbidden)|(?:error|status|code|returns?|http)\D{0,20}\b[45]\d\d\b|traceback|\be(?:conn|timedout|notfound|addr|pipe\b|acces|perm\b|noent|exist\b|mfile|host|inval\b|proto)\w*|(?:error|message|says?|saying)\s*(?:is|:)?\s*["“'`]|segmentation fault|panicked|white (?:page|screen)|no error/,
  version: /\bv?\d+\.\d+(?:\.\d+)?(?:[-+]\w+)?\b|\b(?:version|node|python|release|build)\s*v?\d+/,
  since:
    /\b(?:since|until|as of|started|began|yesterday|today|this morning|last (?:week|night|month|release)|after (?:the )?(?:update|upgrade)|from (?:mon|tues|wednes|thurs|fri|satur|sun)day|for (?:a|two|three|\d+) (?:days?|weeks?|hours?)|seit|desde|depuis|used to|(?:worked|was (?:right|fine)) (?:with|in|on|before|until)|(?:last|previous|old|earlier) (?:version|model|snapshot))\b|\d{1,2}(?:st|nd|rd|th)? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/,
  code: CODE,
  expected:
    /\bexpect(?:ed|ing|s)?\b|\bshould (?:be|have|not|return|show|work|persist|give|stay)\b|supposed to|instead of|the docs say|according to|as documented|rather than/,
  actual:
    /\b(?:actual(?:ly)?|instead|but (?:it|i|the)|get(?:ting)?|gets?|returns?|shows?|throws?|fails?|crash\w*|answers?|gives?|says?|stops?|is (?:empty|blank|missing|gone))\b/,
  model:
    /\b(?:gpt-?\d\S*|o[134](?:-mini|-pro)?\b|chatgpt-\S+|claude\S*|gemini\S*|llama\S*|mistral\S*|davinci\S*|whisper\S*|dall-?e\S*|text-embedding\S*|\w+-(?:turbo|mini|large|small|preview|instruct)\S*)\b/,
  snapshot:
    /\b[a-z][\w.-]*-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})\b|\bsnapshot\s*[:=]|\b(?:snapshot|dated version) (?:is )?(?:not known|unknown)/,
  prompt:
    /\bprompt\b[\s\S]{0,200}["“:`]|(?:i (?:ask|asked|wrote|told|said|typed)|instructions?|system (?:prompt|message))[\s\S]{0,80}["“:`]/,
  rate: /\b\d+ ?%|\b\d+ (?:of|out of|in|\/) ?\d+|\b(?:every (?:time|second|third|single)|each time|always|never|once|twice|half (?:of )?the|a third of|in (?:one|two|three|five|ten) (?:of|out)|reproducibl\w+)\b/,
  category:
    /\b(?:ignor|instruction|refus|declin|format|json|hallucinat|invent|fabricat|made up|makes up|tool|function|language|translat|image|vision|repeat|repetit|loop|cut|truncat|quality|worse|degrad|lazy|lazier)\w*/,
  page: /https?:\/\/\S+|\b(?:page|section|guide|tutorial|readme|reference|chapter|quick ?start)\b[^.\n]{0,40}["“«‘']|["“«][^"”»]{3,60}["”»]/,
  sentence: QUOTED,
  wrong:
    /\b(?:should|wrong|instead|missing|outdated|typo|misspell|incorrect|contradict|unclear|dead|broken|404|lacks?|swapped|not (?:exist|true|mentioned))\w*/,
  job: /\b(?:so that|because|in order to|need|want|would (?:like|love)|use ?case|help|allow|we are|i am|i'm|our|for my|useful|great)\b/,
  today:
    /\b(?:currently|now|right now|at the moment|today|work ?around|by hand|manually|have to|instead|so far|at present)\b/,
  limit:
    /\b(?:can(?:not|'t|’t)|no way|not (?:possible|supported|able|allowed)|limit|only|impossible|lack|missing|isn'?t|unable|too (?:small|slow|many|few))\b/,
};
