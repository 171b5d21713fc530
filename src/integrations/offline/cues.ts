import type { Kind } from "../../triage/classification.ts";
import { createPhraseBook } from "./phrase-book.ts";

/**
 * Turns of phrase by which people show what kind of ask theirs is. They carry what few labelled
 * rows cannot teach; how much each counts is learned.
 */
const CUES: Readonly<Record<Kind, readonly RegExp[]>> = {
  bug: [
    /\bsince (?:this morning|yesterday|today|last (?:week|night|month)|(?:the )?(?:last |latest )?(?:update|upgrade|release|version)|mon|tue|wed|thu|fri|sat|sun|about|around|\d)/,
    /\b(?:it |that |this )?(?:worked|was working|has been working|was fine|ran fine|used to work|works? fine) (?:before|yesterday|earlier|until|fine|for (?:days|weeks|months)|with (?:the )?(?:old|previous))|\bused to work|worked (?:perfectly|fine|before)/,
    /\bstopped (?:working|responding)|no longer (?:works?|loads?|shows?|possible)|not working any ?more|suddenly|all of a sudden|out of nowhere/,
    /\b(?:is|are|seems?|looks?|was|were|still|again) (?:broken|down|stuck|buggy|wrong|missing|gone|blank|empty|ignored)\b/,
    /\b(?:doesn.?t|does not|don.?t|do not|didn.?t|won.?t|isn.?t|is not|aren.?t|can ?not|can.?t|unable to|fails? to|failed to) (?:work|load|show|appear|save|open|start|respond|return|update|upload|delete|find|send|receive|display|render|connect|persist|access|add|edit|see|open|read|get|log|play|sync)/,
    /\bcrash(?:es|ed|ing)?\b|segfault|segmentation fault|core dumped|panic|freez(?:es|ing)|hangs?\b|deadlock|memory leak/,
    /\b(?:white|blank|black|empty) (?:page|screen)|disappear|vanish|gets? (?:lost|deleted|removed|reset)|lost my|goes? away/,
    /\b(?:5\d\d|404|408)\b.{0,20}(?:error|bad gateway|service|internal|unavailable|not found|time)|\b(?:returns?|get(?:ting)?|gives?|throws?|with) (?:a |an |me )?(?:http )?(?:status )?(?:5\d\d|404)\b|internal server error|bad gateway|service unavailable|unhealthy/,
    /\bbugs?\b|\bregression|\bglitch|malfunction|defect/,
    /steps to reproduce|how to reproduce|reproduc|repro\b|expected (?:behaviou?r|result)|actual (?:behaviou?r|result)|current behaviou?r/,
    /\b(?:any ?one|any ?body|some ?one) else\b|same (?:issue|problem|error|thing) (?:here|for me)|is it (?:just|only) me|for me too|\bis (?:the )?\w+ down\b/,
    /\bno changes? (?:on|in|to|at)|(?:have|had)n.?t changed|nothing (?:was |has )?changed|without (?:any )?(?:change|error)|same (?:code|script|key|request)/,
    /\btime(?:s|d)? ?-?outs?\b|keeps? (?:failing|crashing|asking|disconnecting|loading|spinning|showing|getting|throwing)|closed connection|connections? (?:is|are|gets?) closed|disconnects?/,
    /\bevery (?:single )?time|intermittent|randomly|sometimes .{0,40}and sometimes|inconsisten|twice|duplicate[sd]?|off by one/,
    /\bunexpected(?:ly)?\b|\bincorrect|wrong (?:value|result|time|type|order|number|total|header)|instead of the|should (?:be|not be|have been|return|show|persist)/,
    /\bincident|outage|status page|degraded|latency spike/,
    /falla|no funciona|ha dejado de|desde (?:ayer|hoy|la)|error 5|funktioniert nicht|stürzt|seit (?:dem|heute|gestern|letzter|version)|ne (?:marche|fonctionne) (?:pas|plus)|depuis|plante|não funciona|parou de|desde|не работает|падает|после обновления|报错|失败|不能用|崩溃|エラー|動かない|動きません|真っ白|çalışmıyor|안 돼|오류|non funziona/,
  ],
  question: [
    /^\W*(?:how|what|which|where|when|why|who|is|are|can|could|does|do|did|has|have|should|will|would|any|am)\b/,
    /\bhow (?:do|does|can|could|should|would|to|long|many|much|are|is)\b/,
    /\bis (?:it|this|that|there) (?:possible|normal|a way|any|okay|ok|an?)\b|is there (?:a|any|some)/,
    /\b(?:can|could|may|would|should) (?:i|we|you|someone|anyone|anybody|somebody|one)\b/,
    /\b(?:does|do|has|have|is|did|can|could|would) (?:any ?(?:one|body)|some ?(?:one|body)|you|people|folks)\b/,
    /\bany (?:advice|suggestions?|recommendations?|ideas?|help|tips?|thoughts|clarification|examples?|pointers|hints?|insights?|solutions?)\b/,
    /\b(?:best|right|correct|proper|recommended|easiest|simplest|good|better) (?:way|practi[cs]e|approach|method|format|setup|place|option|tool|model)\b/,
    /\bwhat am i (?:doing wrong|missing)|what (?:is|are|does|do|would|should|kind)|what.?s the\b/,
    /\b(?:seeking|looking for|need|want|appreciate|grateful for) (?:some |any |an? |your )?(?:advice|guidance|example|help|tutorial|information|solution|suggestion|recommendation|way)/,
    /\bplease help|help me|help (?:with|needed)|need(?:ed)? help|\bhelp\b!|can.?t figure|struggling|stuck (?:on|with|at)|i.?m confused|confus/,
    /\bbeginner|newbie|\bnew to\b|first time|just (?:started|starting)|noob|not a developer|sorry if/,
    /\bexplain|understand(?:ing)?\b|clarif|difference between|meaning of|what.?s the difference|versus|\bvs\b/,
    /\bwondering|curious|i(?:.d| would) like to know|want to know|question\b|quick one|asking\b/,
    /\bthank(?:s| you)(?: very much| so much| a lot)? (?:in advance|for (?:any|your) (?:help|advice|time))|thanks!?\s*$|appreciated/,
    /\b(?:i am|i.m|we are|we.re) (?:trying|looking|building|working|developing|planning|creating|using|implementing)\b|i want(?:ed)? to|i would like to|i need to|i.d like to|my goal/,
    /\bapproach|implement|strateg|architecture|use case|workflow|integrat/,
    /cómo|cuál|alguien sabe|puedo|alguna forma|wie kann|wie (?:macht|bekomme|geht)|hat jemand|weiß jemand|gibt es|welche|comment|quel(?:le)?\b|est-ce que|peut-on|como (?:usar|faço|posso)|alguém|qual\b|как |какой|подскажите|можно ли|请问|怎么|如何|吗|ですか|ますか|教えて|方法|nasıl|어떻게|인가요|come si|qualcuno/,
  ],
  feature: [
    /\bfeature[ -]?(?:request|idea|suggestion|proposal)|\bsuggestion|\benhancement|\bproposal\b|\brfc\b|\bwish ?list/,
    /\b(?:would|could|will|might|'d) (?:be|also be|really be) (?:so |very |really |extremely |super |a )?(?:great|nice|cool|useful|helpful|good|awesome|wonderful|handy|amazing|lovely|game changer)/,
    /\b(?:please|pls|kindly) (?:add|support|consider|allow|implement|bring|make|let|provide|enable)|(?:add|adding|need|lacks?|missing) (?:native |official |better |built-in )?support\b|support for\b/,
    /\bi (?:really )?wish\b|i(?:.d| would) (?:love|like) (?:to (?:see|have|be able)|if|a|an)|it.d be|would love/,
    /\b(?:could|can|would) (?:you|we|this|it|the team)(?: please)? (?:add|get|have|support|consider|be changed|be added|implement)/,
    /\bany plans?\b|on the roadmap|are there plans|planned|in (?:the )?future/,
    /\b(?:ability|option|possibility|setting|flag|switch|button|parameter|toggle|mode) (?:to|for|that|in which)\b|allow (?:us|me|users|people|for|the|to|more)|be able to|let (?:us|me|users) /,
    /\b(?:currently|right now|at (?:the moment|present)|today|now),? (?:i|we|you|it|there|one|this|the)\b.{0,60}(?:can.?t|cannot|have to|must|need to|is no|only|not|by hand|manually)|no way to|not (?:currently )?supported|only supports/,
    /\bwhy (?:isn.t|is not|is there no|can.t we|don.t you|not)\b|should (?:support|have|allow|offer)|instead of having to|bring back|more flexible/,
    /describe the solution|alternatives (?:you|considered)|is your feature request|descri[bp]e the feature|motivation\b|use ?case/,
    /sería (?:útil|bueno|genial)|me gustaría que|wäre (?:schön|toll|gut|super)|vorschlag|wünsche|il serait|serait (?:bien|pratique|utile)|seria (?:ótimo|bom|legal)|adicionar suporte|希望(?:支持|能|增加)|ほしい|嬉しいです|добавьте|хотелось бы|было бы|sarebbe (?:utile|bello)/,
  ],
  docs: [
    /\btypos?\b|misspell|misspelt|spelling|grammar/,
    /\b(?:docs?|documentation|guide|readme|tutorial|reference|manual|page|changelog|quick ?start|swagger|openapi|jsdoc)\b.{0,50}\b(?:says?|states?|mentions?|shows?|claims?|wrong|outdated|out of date|incorrect|unclear|confusing|misleading|missing|mistake|error|contradict|inconsistent|broken|lacks?|assumes|uses? (?:a |the )?(?:old|deprecated))/,
    /\b(?:broken|dead|wrong|missing) (?:link|anchor|example|section|page|snippet)|link .{0,40}\b404|404s?\b.{0,30}\b(?:docs?|page|guide|link)/,
    /\b(?:mistake|error|wrong|missing|inconsistenc\w+|outdated|incorrect|typo).{0,30}\b(?:docs?|documentation|guide|readme|tutorial|reference|example)\b/,
    /\b(?:un|not |never |poorly |nowhere )documented|document (?:it|this|the|when|how|that)|should be documented|missing documentation|no docs|add a section/,
    /\b(?:sample|example|snippet)\b.{0,50}\b(?:does not|doesn.t|outdated|deprecated|wrong|old|swapped|broken|misses)/,
    /documentaci[óo]n|documentação|dokumentation|la doc\b|文档|ドキュメント|документаци/,
  ],
  "model-behavior": [
    /\bhallucinat|confabulat|(?:makes?|making|made) (?:it |things |stuff |them |this )?up\b|\binvent(?:s|ed|ing)?\b|fabricat|(?:fake|false|non-?existent|imaginary) (?:links?|references?|citations?|sources?|urls?)|does not exist in/,
    /\bignor(?:es?|ed|ing) (?:my |the |all |its |our )?(?:instructions?|system|prompts?|rules?|format|request|context)|(?:follow|obey|stick to|adhere to)(?:s|ing)? (?:my |the |its |simple )?(?:instructions?|prompt|format|rules?)|in the instructions|despite .{0,40}(?:instruct|prompt|told)/,
    /\brefus(?:es?|ed|ing|al)|i can.?t (?:help|assist) with|as an ai|content (?:filter|policy)|apologi[sz]/,
    /\b(?:lazy|lazier|dumb|dumber|stupid|worse|degrad|downgrad|nerf|quality)\b/,
    /\b(?:the |this |my |our )?(?:model|gpt\S*|chatgpt|claude|gemini|llm|ai|bot|assistant|completion|response|output|reply|answer|it)s? (?:just |also |still |simply |only |often |even )?(?:keeps?|always|never|sometimes|often|constantly|suddenly|refuses|ignores|forgets|invents|thinks|repeats|hallucinates|insists|gets? (?:it )?wrong|cannot count|mixes|misreads|misunderstands|doesn.t understand|does not understand|seems? to (?:ignore|forget|think|confuse))/,
    /\b(?:wrong|incorrect|inaccurate|random|nonsense|gibberish|repetitive|generic|vague|shorter|biased|irrelevant|different) (?:answers?|responses?|outputs?|results?|replies|numbers?|translations?|summar\w+)/,
    /\bin(?:to)? a loop|repeat(?:s|ing|ed) (?:itself|the same|my|over|back)|over and over|same (?:answer|sentence|response|phrase)/,
    /\binaccura|accuracy|translat|\btone\b|verbos|paraphras|reason(?:s|ing)\b|arithmetic|count(?:s|ing)? (?:to|the|letters|words)|not (?:accurate|real)|bias(?:ed)?\b/,
    /\b(?:temperature|seed|snapshot|system (?:prompt|message)|few-?shot|prompt)\b.{0,120}\b(?:but|still|yet|however|instead|sometimes|times|tries|of \d+)|\b\d+ (?:of|out of) \d+ (?:tries|times|runs|cases|attempts)/,
    /\b(?:forgets?|forgot|loses?|lost) (?:the |its |my )?(?:context|instructions|what|conversation|language|format)|unable to view|can.?t see the image|too long to read|doesn.?t understand|does not understand|never listens/,
    /el modelo|das modell|le modèle|o modelo|模型|модель|モデル|指示を/,
  ],
  other: [
    /^\W*(?:hi|hello|hey|hola|hallo|moin|bonjour|salut|ciao|oi|olá|привет|good (?:morning|evening|night)|gm|welcome|thanks?|thank you|thx|ty|lol|haha|ok(?:ay)?|yes|no|yep|nope|nice|cool|great|congrats|same|\+1|test|brb|nvm|never ?mind|gracias|danke|merci|obrigad|grazie|спасибо|谢谢|ありがとう|감사)[\s\S]{0,60}$/,
    /\b(?:i|we|i.ve|we.ve)(?: just| recently| finally)? (?:made|built|created|wrote|published|launched|released|shipped|developed|recorded) (?:a|an|my|our|this|some|it)\b|my first (?:bot|app|gpt|project|plugin|web|game)/,
    /\bshow(?:case| and tell|ing off)|sharing (?:my|our|a|an|some)|share (?:my|our|this|with you)|check (?:it|this) out|take a look|have a look at my/,
    /\b(?:feedback|thoughts|opinions?|review) (?:on|about|for) (?:my|our|this)|let me know what you think|what do you think|love (?:to hear|your feedback|to get)|looking for (?:feedback|testers|beta)/,
    /\b(?:in my opinion|imho|my (?:thoughts|take|view|two cents|experience)|i (?:believe|think) that|i.d like to share|food for thought|discussion)\b/,
    /\b(?:hiring|newsletter|meetup|webinar|subscribe|youtube|video|blog post|tutorial|open[ -]?source[d]?|introducing|announc|launch)/,
    /\b(?:solved|resolved|works now|fixed it|found it|figured it out|never mind|can be closed)\b/,
    /\b(?:enjoy|cheers everyone|happy (?:friday|new|holidays)|good luck|no affiliation|hope (?:it|this) helps)\b/,
  ],
};

const FLAT = (Object.entries(CUES) as [Kind, readonly RegExp[]][]).flatMap(([kind, cues]) =>
  cues.map((cue, index) => ({ kind, cue, name: `${kind} ${index}` })),
);

const BOOK = createPhraseBook(FLAT.map(({ cue }) => cue));

/** Where a post's purpose is said: the beginning, and the end. */
const HEAD = 800;
const TAIL = 250;

/** Names of the turns of phrase in a lower-cased title and text. */
export function cuesOf(title: string, text: string): { inTitle: string[]; anywhere: string[] } {
  const near = text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
  const inTitle = matching(title);
  const met = new Set([...inTitle, ...matching(near)]);
  const anywhere = Array.from(met, ({ name }) => name);
  for (const [kind, cues] of Map.groupBy(met, (cue) => cue.kind)) {
    for (let n = 1; n <= Math.min(4, cues.length); n++) anywhere.push(`${kind} × ${n}`);
  }
  return { inTitle: titleCues(inTitle), anywhere };
}

function matching(text: string) {
  return BOOK.matches(text).flatMap(({ index }) => FLAT[index] ?? []);
}

function titleCues(cues: readonly { kind: Kind; name: string }[]): string[] {
  return [...cues.map(({ name }) => name), ...new Set(cues.map(({ kind }) => kind))];
}

/** Whether a lower-cased sentence holds a turn of phrase of this kind. */
export function holdsCue(sentence: string, kind: Kind): boolean {
  return matching(sentence).some((cue) => cue.kind === kind);
}
