import type { Lane } from "../../triage/model/classification.ts";

export type LanePhrase = { readonly lane: Lane; readonly sure: boolean; readonly phrase: RegExp };

const sure = (lane: Lane, ...phrases: readonly RegExp[]): LanePhrase[] =>
  phrases.map((phrase) => ({ lane, sure: true, phrase }));
const maybe = (lane: Lane, ...phrases: readonly RegExp[]): LanePhrase[] =>
  phrases.map((phrase) => ({ lane, sure: false, phrase }));

/** Phrases on the lower-cased text. Sure ones decide alone; others need the model to agree a little. */
export const LANE_PHRASES: readonly LanePhrase[] = [
  ...sure(
    "security",
    /\b(?:security (?:issue|hole|flaw|bug|vulnerabilit\w+|report|disclosure)|vulnerabilit(?:y|ies)\b|\bcve-\d{4}|zero[ -]day|exploit(?:able)?\b|proof of concept|responsible disclosure|bug bounty)/,
    /\b(?:xss|csrf|ssrf|rce|idor|sql injection|remote code execution|path traversal|privilege escalation|auth(?:entication)? bypass)\b/,
    /\b(?:see|sees|seeing|saw|access|read|download|get|got|list|view|shows?|exposes?|leaks?|returned?)\b.{0,40}\b(?:(?:an)?other|some(?:one|body) else.?s|other|different|foreign|stranger.?s?|a stranger)(?:'s)? (?:user|customer|client|tenant|person|people|account|compan|organi[sz]ation|member)\w*.{0,20}(?:'s?|s'|\b)? ?(?:data|files?|chats?|conversations?|messages?|history|projects?|invoices?|orders?|details|information|keys?|names?|e-?mails?|documents?|response|results)?/,
    /\bother (?:people|users?|customers?|tenants?|companies).{0,3}s? (?:data|files?|chats?|conversations?|messages?|history|projects?|invoices?|orders?|private|personal|documents?)/,
    /\b(?:leaked|exposed|published|pushed|committed|posted|shared|stolen|compromised)\b.{0,30}\b(?:api |secret |access |private )?(?:key|token|password|credential|secret)s?\b/,
    /\b(?:key|token|password|credential|secret)s?\b.{0,30}\b(?:leaked|exposed|stolen|compromised|was public|in (?:a |the )?screenshot)/,
    /\b(?:data (?:breach|leak)|breach(?:ed)?\b|hacked|account takeover|phishing|malware|scam link|fake nitro)/,
    /\b(?:some ?one|somebody|a stranger|unknown person|an? attacker)\b.{0,40}\b(?:uses?|used|using|changed|accessed|logged in|got in|has access)/,
    /\b(?:can|could|able to) (?:access|read|see|open|download) (?:the )?(?:files?|data|threads?|messages|documents) (?:of|from|belonging to) (?:other|another|different|private)/,
    /\bleak(?:s|ed|ing|age)?\b.{0,40}\b(?:tokens?|keys?|secrets?|passwords?|customers?|personal|names|mails?|e-?mails?|data|list|environment|credentials?)\b|\b(?:prints?|reveals?|exposes?|discloses?|dumps?)\b.{0,40}\b(?:environment|env var\w*|system prompt|passwords?|secrets?|tokens?|credentials)\b/,
    /\b(?:access )?(?:token|key|password|secret)s? in (?:clear|plain) ?text|\bunsigned requests?|forge (?:events|requests|tokens)|privilege (?:problem|escalation)|(?:become|becomes|gives?|gets?|gain\w*) admin\b|admin rights|\bcve\b/,
    /\b(?:(?:an)?other|different|wrong) tenant|tenant.s (?:data|documents|id|files)|some(?:body|one) else.?s (?:api|data|account|response|name|file|chat|conversation|project|key)|read (?:other |all )?private (?:threads?|messages?|channels?|chats?|files?)|customer list/,
    /\b(?:old )?(?:sessions?|access tokens?|tokens?)\b.{0,30}\b(?:remains? valid|still valid|still works?|works? for days|keep)|(?:keep|keeps|kept) (?:their|his|her) access|by someone who has no access|unknown person|not? such member/,
    /publiqué mi clave|mi clave (?:api )?(?:fue|está)|vulnerabilidad|fallo de seguridad|datos de otr[oa]s?|sicherheitslücke|fremde (?:chats|dateien|daten)|daten (?:anderer|von anderen)|faille de sécurité|données d.autres|vazamento|dados de outros|falha de segurança|安全漏洞|别人的(?:数据|订单|信息)|脆弱性|他人の|уязвимост|чужие данные|güvenlik açığı|vulnerabilità/,
  ),
  ...maybe(
    "security",
    /\b(?:sensitive|personal|private|confidential) (?:data|information|details)\b.{0,40}\b(?:shown|visible|exposed|in the|leak)/,
    /\b(?:without (?:a |any )?(?:password|sandbox|authentication|signature)|unsigned requests|isn.?t checked|not validated|forge)\b/,
    /\b(?:isolation|tenant)\b/,
  ),
  ...sure(
    "care",
    /\bkill (?:my|your|him|her)sel(?:f|ves)|\bkys\b|suicid|self[ -]?harm|end my life|want to die|don.?t want to (?:live|be here)|better off without me|cutting (?:myself|again)|no reason to (?:go on|live)|can.?t go on|i can.?t do this any ?more/,
    /\b(?:my|our) (?:lawyer|attorney|solicitor)|\b(?:i|we)(?:.ll| will| am going to|.m going to| shall) sue\b|\bsue you|legal action|take you to court|formal notice|\bsee you in court|file a complaint|report(?:ing)? you to the (?:police|press|authorit)/,
    /\b(?:harass|bully|bullied|bullying|stalk(?:s|ed|ing)|threaten(?:s|ed|ing)? (?:me|us|to)|doxx|groom(?:ing|ed)|molest|racis[tm]|sexis[tm]|hate speech|death threat)/,
    /\b(?:you|mods?|moderators?|staff|team|support|admins?|devs?|you (?:guys|people)|y'?all)\b(?: \w+){0,3} (?:are |is |r |all |such |a |bunch of |so |fucking |f\*+ing |absolute |useless |stupid )*(?:idiots?|useless|incompetent|liars?|thie(?:f|ves)|criminals?|cowards?|clowns?|scum|garbage|pathetic|morons?|frauds?|scammers|a joke|power ?tripping)\b/,
    /\bf+(?:u|\*)(?:c|\*)+k? (?:you|off|this|your|u)\b|\bshut up\b|\bstupid (?:b|c)\*+|\bgo back to your country|\bpiece of shit|\basshole|\bbastards?\b|\bscrew you/,
    /\b(?:find|come (?:to|for)|hurt|beat|burn down)\b.{0,20}\b(?:you|your (?:office|house|home)|me and hurt|booth)\b|home address|phone number is in the thread/,
    /\b(?:should|must|hope you).{0,20}\b(?:be fired|lose your jobs?|be ashamed)|shame on you|fire that person|fed up with (?:your|you|this team)|you stole|disgusting messages|stop dm|asking kids|snide remark/,
    /inútiles|ladrones|quiero (?:morir|desaparecer)|no puedo más|me (?:insulta|amenaza)|acoso|unfähig|ich zeige euch an|nicht mehr leben|belästig|mon avocat|mise en demeure|envie de mourir|harcèlement|vou processar|bando de|我要起诉|垃圾|不想活|死にたい|в суд|мошенники|не хочу (?:больше )?жить|avukat/,
  ),
  ...sure(
    "account",
    /\b(?:refund|chargeback|reimburs|money back)/,
    /\b(?:charged|billed|debited) (?:me |us |my |our )?(?:twice|again|double|for|after|anyway|above|too much|\$|\d)|double[- ]?charged|(?:being|been|was|were|got|still) (?:charged|billed)\b/,
    /\b(?:my|our|the|a|new|credit|debit|this) (?:credit |debit |bank )?(?:card|payment|payment method|bank)\b.{0,50}\b(?:declin|reject|refus|fail|expire|not accept|not work|broken|can.?t|cannot|could not|couldn.?t)|add(?:ing)? (?:a |my |our |another )?(?:new )?(?:credit card|payment|card\b)|payment (?:method|system|issue|problem|failed|declined)|pay with|pay by\b/,
    /\b(?:exceed(?:ed|s)?|over|reached|hit|out of|ran out of) (?:my|our|your|the|its)? ?(?:current |monthly |usage |free |trial )*(?:quota|credits?|balance|usage (?:cap|limit)|hard limit|monthly limit|billing limit|spending limit)|insufficient[_ ]quota|plan and billing|quota (?:exceeded|error)/,
    /\b(?:purchas|buy|bought|buying|added|adding|topp|top(?:ped)? up|prepaid|paid|loaded)\w*\b.{0,30}\bcredits?\b|\bcredits?\b.{0,40}\b(?:gone|expire|disappear|missing|not (?:show|appear|arriv|work|added|reflected|updated)|balance|grant|remaining)|credit balance|free (?:trial )?credits?/,
    /\b(?:my|our|his|her) (?:\w+ )?(?:account|org(?:ani[sz]ation)?|workspace|subscription|membership|plan|login|invoice|billing|bill|api key|keys)\b.{0,60}\b(?:banned|suspend|block|lock|disabl|deactivat|terminat|delet|hack|cancel|charge|limit|capped|restrict|verif|access|merge|transfer|remov|expired|upgrade|not|can.?t|won.?t)/,
    /\b(?:un-?ban|banned|suspended|deactivated|locked out)\b.{0,60}(?:me|my|account|reason|nothing|pls|please|help|without)|account (?:was|is|got|has been|deactivated|suspended|banned|blocked|locked|terminated)/,
    /\b(?:can.?t|cannot|unable to|couldn.?t|not able to|trouble|problem|issues?|fails?) (?:to )?(?:log(?:ging)? ?in|sign(?:ing)? ?(?:in|up)|verify|access my account|register)|log ?in (?:fails|failed|problem|issue|not)|verification (?:code|mail|e-?mail|sms|failed|rejected)|recovery code|two[- ]factor|\b2fa\b|second factor|phone (?:number )?(?:verif|already|is already|used)|verify my (?:phone|number|identity|account|mail|e-?mail)|number (?:is|was|has been) already/,
    /\b(?:an?|our|the|my|last|download|monthly) invoices?\b|\binvoices? (?:with|for|by)|vat (?:id|number)|tax (?:exempt|id|number|certificate)|sales tax|\breceipt\b|bank transfer|purchase order/,
    /\b(?:cancel|cancelled|canceled|renew|upgrade|upgraded|downgrade)\w* (?:my|our|the|it|to|in|and)?.{0,20}\b(?:subscription|plan|membership|plus|pro|enterprise)\b|subscription.{0,30}(?:cancel|charged|renew|not|still)|i(?:.m| am) (?:a )?(?:paying|plus|pro|paid) (?:customer|user|member|subscriber)/,
    /\b(?:increase|raise|raised|higher|increased)\b.{0,25}\b(?:rate ?limits?|limits?|quota|tier)\b.{0,60}\b(?:account|org|our|my|request|appl|approv|launch)|(?:rate limit|limit|quota) increase|when will my (?:limit|tier|access)|tier \d.{0,60}\b(?:i|we|my|our|paid)\b|\busage (?:cap|limit)s?\b.{0,60}\b(?:i|my|plus|plan|pay)/,
    /\b(?:get|have|had|has|no|without|lost|gain) access to (?:the )?(?:new |gpt|model|beta|api|my)|do(?:es)? not have access|don.?t have access|not have access to it|waitlist|wait(?:ing)? list/,
    /\b(?:api |the )?(?:bill|costs?|usage|consumption|spend(?:ing)?|charges?)\b.{0,40}\b(?:keeps? (?:rising|going|increasing)|doesn.?t stop|does not stop|too high|higher than|does not (?:match|correspond)|doesn.?t (?:match|correspond)|without|overnight|scam)|\bscam(?:ming|med)?\b|which of (?:us|my keys)/,
    /\b(?:enterprise|volume|bulk|education|student|startup|non-?profit) (?:plan|pricing|price|discount|contract|licen[cs]e|agreement|sales)\b|\b(?:contact|talk to|speak to|sales) (?:your |the )?sales\b|\bminimum (?:budget|spend|commitment|contract)\b|\bwho qualifies\b/,
    /\b(?:delete|close|merge|transfer|recover|restore) (?:my|our|the|two|an?) (?:\w+ )?(?:account|organi[sz]ation|data|ownership|server)|change (?:the |my )?e-?mail (?:of|address)|data processing agreement|\bdpa\b|our contract/,
    /reembolso|me cobraron|mi cuenta|mi tarjeta|excedí|saldo|no puedo (?:entrar|iniciar)|facturas?\b|rechnung|konto|guthaben|abgebucht|zahlung|kreditkarte|gesperrt|rembours|débité|abonnement|ma carte|mon compte|facture\b|cobrança|minha conta|fui cobrado|assinatura|账号|帐号|充值|余额|退款|封号|支払い|アカウント|返金|請求|аккаунт|оплат|возврат|карта отклон|rimborso|abbonamento|hesab|ödeme|결제|환불|계정/,
  ),
  ...maybe(
    "account",
    /\b(?:billing|payment|invoice|subscription|refund|credits?|quota|balance|charged?|plan|tier|trial|perks|seat|verification|limit reached)\b/,
    /\b(?:my|our) (?:account|organi[sz]ation|workspace)\b|\b(?:owner|admin|member) of (?:my|our|the) org/,
    /\b429\b/,
  ),
  ...sure(
    "not-ours",
    /\b(?:not|isn.?t|wasn.?t) (?:about |related to |directly |really )?(?:your|the (?:api|bot|product)|you(?:rs)?)\b.{0,20}(?:product|api|fault|bot|sdk|\bbut\b|i know)|wrong (?:server|forum|channel|place) but|off[- ]?topic but|not by you\b|i know (?:it|this|that).{0,20}(?:not|microsoft|google|amazon)/,
    /\bazure (?:openai|portal|ad|cognitive|search|ai|sdk|\.ai)|azure\.ai|\baws bedrock|amazon bedrock|vertex ai/,
    /\b(?:nothing to do with|not part of|unrelated to|not (?:a|your) (?:problem|fault) (?:of|with)) (?:your|this|the) (?:\w+ )?(?:api|product|service|bot|sdk|app|server|company)\b|\bi know you(?:.re| are) not\b|\bposting (?:it |this )?here (?:since|because|as|anyway)|\boff[- ]topic\b/,
    /\b(?:my|our|his|her|university|school|college) (?:\w+ )?(?:homework|assignment|coursework|exercise)\b|for (?:uni|school|class|my class)\b|\b(?:homework|school project|coursework)\b/,
    /\b(?:third[- ]party|community|someone else.?s|another company.?s?|a different (?:company|vendor)|other vendor).{0,30}\b(?:plugin|extension|app|bot|integration|component|fork|tool)/,
    /\bby another (?:developer|company|vendor)|their (?:support|parser|free plan|action|server is full|plan)\b/,
  ),
  ...maybe(
    "not-ours",
    /\b(?:zapier|ifttt|make\.com|n8n|sympy|excel|vba|wordpress|laravel|django|unity|webpack|eslint|docker desktop|kubernetes|nginx|mysql|matplotlib|pandas|cmake|midjourney|gemini|anthropic|claude|firebase|stripe|shopify|grafana|home assistant|langchain|llamaindex|bubble\.io|flutterflow|minecraft|steam|windows 1[01]|vpn|github down|git push|css|regex|power bi|tableau|notion|copilot|github actions|gitlab ci|azure devops|android studio|xcode|netlify|vercel|heroku|cloudflare|spotify|whatsapp|telegram|unreal engine|google sheets|trello|jira|airtable|aws lambda|ubuntu|raspberry pi|discord nitro|notepad|chrome extension|llamafile|ollama|mistral|hugging ?face|perplexity)\b/,
  ),
];
