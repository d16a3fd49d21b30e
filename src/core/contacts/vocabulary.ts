// The words of answers: those that name a contact plainly, those of courtesy, and those that take back, put off, doubt or tell of absence.
// It refuses to read sentences: which words may stand where is decided by those who ask.

/** Words of a sentence that names a contact person: who, of what, for what, how to reach. Nothing that hedges, dates back or takes back. */
export const naming: ReadonlySet<string> = new Set(('vi jeg i du han hun det den de dette denne os jer mig sig hans hendes vores vor jeres min mit deres en et at som der og eller samt på til for af fra med ved hos om via under inden omkring ifm vedr vedrørende angående pr jf gennem undertegnede '
  + 'er bliver blive vil være har have kan skal bedes hermed herved hertil dermed således nu også fortsat stadig fremover fremadrettet gerne bare blot her herunder nedenfor nedenstående følgende samtidig venligst navn navnet navne kære hej tak ja '
  + 'udpeget udpeger udpeges udpege udpegede valgt vælger vælge peget peger peges oplyse oplyser oplyses oplyst oplysning oplysninger oplysningerne meddele meddeler meddeles meddelt send sende sender sendes fremsende fremsender fremsendes hedder sidder '
  + 'kontakt kontakte kontakter kontaktes kontaktet træffes træffe nås fanges skrive skriv skrives ring ringe benytte benyttes benyt bruge bruges brug anføre anfører anført anføres angive angiver angivet angives indmelde indmelder indmeldes melde meldt melder ind '
  + 'fungerer fungere varetager varetage virker påtager påtaget registrere registreres registreret notere noterer noteres noteret indtaste indtast tovholder koordinator skrevet stå står fortsætter optræder ansat ansatte nye ny nyt fast faste lokal lokale kommende nuværende rette primær primære eneste årlig årlige officiel officielle '
  + 'kollega kollegaen vegne forbindelse forlængelse henhold hensyn tilknytning koordinering koordinere koordinerer kommune kommunen kommunens kommunes kommuner region regionen regional regionalt regionale placering placeret beliggende ligger hører hørende hovedstaden sjælland syddanmark midtjylland nordjylland østdanmark '
  + 'se ses fremgår tabel tabellen oversigt oversigten vedhæftet vedhæftede vedlagt vedlagte liste listen område besluttet aftalt sagen ansvar ansvaret ansvarlig efter intern internt aftale afklaring drøftelse god ordens skyld stilling titel tlf telefon telefonnummer telefonnr mobil mobilnr mobilnummer nr nummer direkte lokal mail mailen mails mailadresse mailadressen e-mail e-mailen e-mailadresse e-mailadressen email emailadresse emailadressen epost e-post adresse adressen mailto '
  + 'hr it personale løn udvikling organisation stab staben team afdeling afdelingen center forvaltning forvaltningen sekretariat sekretariatet direktion direktionen ledelse ledelsen ledelser rådhus rådhuset kontor kontoret service jura administration administrationen '
  + 'januar februar marts april maj juni juli august september oktober november december kl dato den cvr sagsnr doknr sag'
  + ' ift ifht cc besked nemlig altså denne gang igen år blevet været sagt taget tager sig står sidder arbejder opgaven opgave klarer håndterer håndtere koordineres tovholderen indgang indgangen bindeled drejer følger login brugernavn alt hele stile stiles rettes skrives adresseres besvarelse besvarelsen kontaktinfo kontaktinformation '
  + 'kontaktinformationer kontaktdata kontaktdetaljer indtil videresendes fulde fuldt bekræfte bekræfter bekræftes endeligt formelt dagligt daglige direktør kontakten fat få får kan vil gældende gælder alle henvendelser spørgsmål yderligere fremtidig fremtidige fremtiden kommunalt både begge lige godt roligt trygt altid '
  + 'sammen forbindelsen relation relevant relevante videre arbejdet arbejde processen forløbet indsatsen sager ansvarlige ansvarshavende faglig faglige praktisk praktiske administrativ administrative koordinerende overordnet overordnede '
  + 'fange fanges fru hr frk hedder kaldes nået opgaverne sekretær sekretæren uændret uændrede samt desuden stilles stillet koordinationen kontaktpunkt lokalnummer lokaltelefon hovednummer arbejdsmail derfor dermed endelig endelige altid primært årets indberetninger redegørelse '
  + 'jag du ni dere vi oss jeg det dette norsk norska svensk svenska själv sjelv selv dette får punkt punkter meddelelse fagsystem emnefeltet sagsnummeret sagen dig sendt hej hei mvh ved af tager den kollega kollegaen hun sidder også hende fat i har '
  + 'phone mobile tel register please hereby appoint appointed below colleagues best thank thanks you hello dear number address mail on or is '
  + 'mine mit enige hjemme hører farten prøver mails bragt ordning ordnet '
  + 'forhold korrekt rigtigt ændres ændret skiftet overset rette rettes kønsbalance balance ligger påtager rollen opgaven sætte sæt uændret '
  + 'faktisk egentlig netop særligt især herudover derudover straks snarest helt rigtig meget nærmere omgående sådan sådanne tillige hurtigst muligt løbende normalt typisk eksternt fysisk telefonisk skriftligt besvarer behandler beskæftiger deltager forestår forvalter indsamler indsender indtaster modtager samler sikrer sørger udfylder udarbejder kender lavet samlet desværre dateret paa vores '
  + 'hovedpostkasse hovedpostkassen postkasse postkassen fællespostkasse fællespostkassen mailboks fællesmail mailadresse løn dem henvende henvender henvendelser bruges benyttes '
  + 'selv måtte oplysningerne hermed dette således idet når herefter følgende skriver nævnt svares rigtige korrekte '
  + 'sat sætter fordeler kalder kalde registrer kender følger meste slags del mv ind ned over tværs dertil herfra kontaktmail kontaktadresse tlfnr nå elles skema skemaer me myself yours mig är för hos med på och om som vi har heter kommun kommunens mejl mejladress e-postadress epostadress telefonnummer e-post '
  + 'vår våra our the is will be for contact person at from municipality my name am we have appointed as please with and of their his her you can reach').split(' '));

/** Words of courtesy and of sending an answer, beside those that name a contact. */
export const courtesy: ReadonlySet<string> = new Set(('tak mange tusind takker hej god godt gode morgen formiddag eftermiddag aften dag dage weekend uge påske jul sommer fortsat rigtig alle jer venlig venlige hilsen hilsner kære goddag håber alt vel høre hører hørt læst læse interesse ser se glæder glæde frem samarbejde samarbejdet '
  + 'som aftalt aftale telefon telefonen telefonisk går dags idag snak snakken samtale sidst sidste omgang hjælp hjælpen hjælpe beklager beklage undskyld forsinkelse forsinkelsen forsinket sen sene sent ventetid ventetiden ulejlighed ulejligheden manglede mangler mangle mangel noget påmindelse påmindelsen rykker rykkeren erindring '
  + 'henvendt jeres skriver skrev bedt bad bedes spurgt beder ønsket ønsker ønskede ønskes efterspurgt ændring ændringer sket ændret rette rettet opdateret velkommen velkomne endelig endeligt sige sig til hvis når ellers mere yderligere behov spørgsmål spørgsmålene spørge tvivl uddybning uddybende oplys bekræft bekræfter '
  + 'hele materiale materialet vedhæftet vedhæftede vedlagt vedlagte medsendt liste listen ark arket regneark regnearket fil filen udfyldt udfylde udfyldte retur returneres returnerer igen hurtig hurtigt svarer svaret modtaget modtage kvittere kvittering efter intern internt afklaring afklaret inden frist fristen deadline tid tide ordre '
  + 'kommer komme her herfra derfor så da fordi men jo lige kun selv selvfølgelig naturligvis gerne godkendelse relevante relevant relevans nødvendige ovenstående ovennævnte øvrigt øvrige information informationer orientering oplyste oplysningen data kontaktoplysninger kontaktdata bekræftes notere ajour '
  + 'ferie næste din dit dine må hav have bekræftelse bekræftelsen stor store mange styr meget tilstrækkeligt kunnet tålmodighed modtagelsen modtagelse brug sendt tilsendt tilsende modtog set bekendt noteret notér drøftet drøfte drøftelser møde mødet ledergruppen direktionen udpegning udpegningen udpegelsen valg valget faldet falder rettes stilles stiles besvares besvare direkte bedst hverdage mellem kl ansvar ansvarlig ansvarlige arbejder arbejdet opgaven opgaver login adgang brugernavn indberetningsskema '
  + 'korrespondance dialog dialogen kontakten videre forløb forløbet proces processen dejlig dejligt fint fin super perfekt held lykke initiativ initiativet vigtigt vigtig arbejde emne emnet tema geografisk beliggende del tilhører hører under brevet bilag bilaget henviser henvisning refererer forespørgsel forespørgslen efterspørger ovenfor '
  + 'cc orienteret orienterer besked vide bare trygt endnu engang derudover desuden samt ligeledes hej ok okay yes ja snart snarest muligt hverdag eventuelle eventuelt opfølgende uklarheder afdelingens kommunale fulde ring ringe skrive kontakte hende ham dem ind i morgen næste møder behøver ville kunne skulle vil måtte '
  + 'åbne åben får få fik fået gør gøre gjort giver give gives hører tilhører findes finder ligger bor sidst både begge sammen fælles denne mail maile mailes advarsel bemærk kommer udefra ekstern eksterne afsender klik ikke på links link åbn vedhæftninger oplever problemer'
  + ' autosvar medio gensender gensend genfremsender genfremsendes fremsendt tidligere reminder blot sendte nedenfor hvorvidt landet vinterferie nedenstående  '
  + ' gemme gemmer gemt kopieret kopierer kopiere sat ringe lave skal mv spørgsmål nede teksten tekst rækken række linjen linje feltet felterne felter tabellen tabel rødt rød skrift indsat svarene kvitter kvitterer kvitteres indgået eget egen mandag tirsdag onsdag torsdag fredag lørdag søndag kontortid arbejder sidder træffes kalender dejligst ups hov forglemmelse glemt glemte ulejlige jf omgående skrevne i skriver '
  + 'forvirringen forvirring venligst modtagelsesbekræftelse husk tænk miljøet printer print udskriver før du denne beklageligvis svartid svartiden henvendelsen opkald opkaldet jf ref reference sagsnummer journalnummer journalnr j.nr sags').split(' '));

/** True for a word that answers are made of, whatever it says. */
export function knownWord(word: string): boolean {
  return naming.has(word.toLowerCase()) || courtesy.has(word.toLowerCase());
}

const earlier = /(?<!\p{L})(?:(?:sidste|forrige|tidligere) år|ikke (?:længere|korrekt|rigtig\p{L}*|mere|aktuel\p{L}*|gældende|opdatere\p{L}*|endelig\p{L}*)|forkert|pension\p{L}*|stoppe[rt]|fratr\p{L}+|(?:vender|melder) (?:\p{L}+ )?tilbage(?!,? hvis [^.]*(?:spørgsmål|behov|flere|mere|yderligere))|ved (?:vi|jeg) (?:\p{L}+ ){0,2}ikke|finde(?:r)? en (?:ny|anden)|se bort fra|udkast|til orientering|endnu ikke|afventer|undersøge[rs]?|nej|rettelse(?!\s*:)|dog|vent|først(?! og fremmest)|godkend\p{L}*|indtil|starter|tiltræder|væk|(?<!(?:fik|nåede|kunne|klik|åbn|besvar|svar) )ikke(?! \p{L}+ (?:åbne|skrive i|udfylde)))(?!\p{L})/iu;
const away = /(?<!\p{L})(?:(?:holder|har|på|afholder) (?:\p{L}+ ){0,2}(?:\p{L}*ferie|fri|barsel|orlov|kursus|tjenesterejse)|fravær\p{L}*|vikar\p{L}*|(?:langtids)?syg|\p{L}*sygemeld\p{L}*|sygdom|bortrejst|tilbage (?:igen|på kontoret|på arbejde|den \d|i uge|(?:man|tirs|ons|tors|fre)dag)|læser ikke|tjekker ikke|efterløn|fratrådt|overvåges|ikke på (?:kontoret|arbejde)|ude af huset)(?!\p{L})/iu;

/** What keeps an answer open whatever it is said of. */
const openEnded = /(?<!\p{L})(?:lige have|afvent\p{L}*|godkend\p{L}*|(?:vender|melder|kommer) (?:\p{L}+ )?tilbage(?!,? hvis [^.]*(?:spørgsmål|behov|flere|mere|yderligere))|endnu ikke|ved (?:vi|jeg) (?:\p{L}+ ){0,2}ikke|forbehold|indtil|se bort fra|udkast|finde(?:r)? en (?:ny|anden)|undersøge[rs]?|ikke (?:\p{L}+ )?(?:endelig\p{L}*|afklaret|besluttet|sikker\p{L}*|på plads)|nej|hovsa|rettere|ignor\p{L}*|vent|undskyld (?:fejlen|det rigtige)|(?:er|det) forkert|en fejl|fejlagtig\p{L}*)(?!\p{L})/iu;

/** What keeps an answer open even where it comes before the contact: decisions to come, drafts, doubts. */
const toDecide = /(?<!\p{L})(?:ved (?:vi|jeg) (?:\p{L}+ ){0,2}ikke,? hvem|hvem [^.?]{0,60}ved (?:jeg|vi) (?:\p{L}+ )?ikke|spørger (?:rundt|mig for)|afvent\p{L}*|godkend\p{L}*|forbehold|forudsat|foreløbig\p{L}*|midlertidig\p{L}*|udkast|forvente[rst]\p{L}*|indstille[rst]\p{L}*|foreslå\p{L}*|forslag\p{L}*|måske|formentlig|muligvis|overveje\p{L}*|(?:vender|melder) (?:\p{L}+ ){0,2}tilbage(?!,? hvis [^.]*(?:spørgsmål|behov|flere|mere|yderligere))|(?:endnu|stadig) (?:\p{L}+ )?ikke|ikke (?:\p{L}+ )?(?:endelig\p{L}*|afklaret|besluttet|sikker\p{L}*|på plads)|se bort fra|ignor\p{L}*|konstituer\p{L}*)(?!\p{L})/iu;

/** True for a sentence that keeps the answer open wherever it stands. */
export function keepsOpen(sentence: string): boolean {
  return toDecide.test(sentence);
}

/** True for a sentence that keeps the answer open, whoever it speaks of. */
export function leavesOpen(sentence: string): boolean {
  return openEnded.test(sentence);
}

/** True for a sentence or cell that tells of earlier years, of absence, or of an answer to come. */
export function unsettled(sentence: string): boolean {
  return earlier.test(sentence) || away.test(sentence);
}

const claimDangers: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a negation', /(?<!\p{L})(?:(?<!(?:fik|nåede|kunne) )ikke|ikk|hverken|inte|icke|ej|ingen|intet|aldrig|næppe|nej|uden)(?!\p{L})/iu],
  ['something of the past', /(?<!\p{L})(?:tidligere|hidtil\p{L}*|forhenværende|forrige|(?:sidste|tidligere) års?|fratr\p{L}+|stoppe\p{L}*|rejst|opsagt|pension\p{L}*|efterløn|udgå\p{L}*|slet(?:te|tes)?|fjern\p{L}*|gam(?:mel|melt|le)|var|havde|pleje[rd]\p{L}*|før|dengang|engang|oprindelig\p{L}*)(?!\p{L})/iu],
  ['somebody in somebody\'s place', /(?<!\p{L})(?:i stedet|erstatte\p{L}*|afløse\p{L}*|stedfortræder\p{L}*|suppleant\p{L}*|vikar\p{L}*|backup|back-up|reserve\p{L}*|sekundær\p{L}*|alternativ\p{L}*|ellers|kopi|assistent for|sekretær for)(?!\p{L})/iu],
  ['a doubt', /(?<!\p{L})(?:måske|hovsa|rettere|formentlig|formodentlig|formode[rs]|muligvis|sandsynligvis|vistnok|vist|nok|tror|troede|mener|synes|gætter|antage[rs]|går (?:jeg |vi )?ud fra|forvente\p{L}*|regner med|påtænke\p{L}*|overveje\p{L}*|foreslå\p{L}*|forslag\p{L}*|indstille\p{L}*|foreløbig\p{L}*|midlertidig\p{L}*|indtil|eventuel\p{L}*|evt|hvis|(?<!(?:ser|glæder os|glæder mig) )frem til|eller(?! ?(?:\+?\d|@)| (?:telefon\p{L}*|tlf|på|mobil\p{L}*|mail\p{L}*|ring\p{L}*|via))|såfremt|medmindre|forudsat|tvivl|usikker\p{L}*|umiddelbart|burde|bør|kunne|skulle|ville|mon|perhaps|maybe)(?!\p{L})/iu],
  ['something still to come', /(?<!\p{L})(?:afklar\p{L}*|afvent\p{L}*|(?:vender|melder) (?:\p{L}+ )?tilbage(?!,? hvis [^.]*(?:spørgsmål|behov|flere|mere|yderligere))|senere|undersøge\p{L}*|spørge\p{L}*|spurgt|finde[rt]?|fundet|godkend\p{L}*|endnu|snart|først|efterlys\p{L}*|søge[rs]?|besluttes|hører nærmere|tager stilling)(?!\p{L})/iu],
  ['somebody leaving', /(?<!\p{L})(?:opsigelse\p{L}*|fratrædelse\p{L}*|pensionering\p{L}*|udskiftning\p{L}*|afløsning\p{L}*|afsked\p{L}*|prøve(?:tid|periode)\p{L}*|konstituer\p{L}*|sagt op|fået nyt|søgt|afgå\p{L}*|ophør\p{L}*|slut(?:ter|tet)?|træder (?:fra|tilbage)|flytte[rt]?|skifte[rt]? (?:job|stilling)|nyt job|forlader|(?:hendes|hans|min) sidste (?:arbejds)?dag|rejser|fritst\p{L}*|går fra|siger op|barsler)(?!\p{L})/iu],
  ['more than one', /(?<!\p{L})(?:kontaktpersoner(?:ne)?|@ (?:og|samt|&) (?:mig|jeg|undertegnede|en kollega|\p{Lu}\p{Ll}+(?! Kommune))|sammen med|deles om|deler|begge to|os begge|henholdsvis|hhv)(?!\p{L})/iu],
  ['a correction of it', /(?<!\p{L})(?:skulle have (?:været|heddet)|mente|fortrød|alligevel|glem|korrektion|spøg|håber jeg|tror jeg)(?!\p{L})/iu],
  ['a part only', /(?<!\p{L})(?:kun|udelukkende|nummer (?:to|2)|to om|(?:de )?(?:øvrige|andre) (?:forvaltninger|magistratsafdelinger|områder|afdelinger)|(?:svare|svarer|taler|gælder|dækker) (?:alene )?for \p{L}*(?:-? og )?\p{L}*(?:forvaltning|magistrat|skole|område|afdeling)\p{L}*)(?!\p{L})/iu],
  ['a change to come', /(?<!\p{L})(?:ændre[rs]? sig|enten|en anden|død(?:e|t)?|fyret|afskediget|praktik|(?:andet|nyt) (?:arbejde|job|navn)|takket ja|sjældent|overgår|spørges|ud af (?:jeres|systemet)|fritages|lad(?:e)? være|efterfølger\p{L}*|gættet|lukkes|af listen|omorganiser\p{L}*|gennem mig|joke|passer (?:hendes|hans))(?!\p{L})/iu],
  ['another matter', /(?<!\p{L})(?:dpo|databeskyttels\p{L}*|databehandl\p{L}*|gdpr|persondata\p{L}*|presse\p{L}*|faktura\p{L}*|ean|aktindsigt|klage\p{L}*|it-?support|systemadministrator|høring\p{L}*|udbud\p{L}*|borgere)(?!\p{L})/iu],
  ['what we have, not what they say', /(?<!\p{L})(?:i har (?:\p{L}+ ){0,2}(?:noteret|stående|registreret|skrevet)|skriver i|(?:står|stående|noteret|fremgår|figurerer) (?:\p{L}+ ){0,2}(?:på|i|af) jeres \p{L}+|i jeres \p{L}+ står)(?!\p{L})/iu],
  ['hearsay', /(?<!\p{L})(?:få(?:et)? at vide|håber|arbejder på|opfattelse|ønsker, at|meddeler vi, når|kan i bekræfte|bekræft (?:venligst |gerne |lige )?,? ?at|drøfte,? om|er ved at|ifølge|afkræft\p{L}*|fejlagtig\p{L}*|ved en fejl|hørt|siger|sagde|angiveligt|skulle være|bedt|beder|opfordre\p{L}*)(?!\p{L})/iu],
];

const month = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|sommerferien|påske|jul|nytår';
/** A time from or until which something holds; the date of a letter is none. */
const timeLimit = new RegExp(`(?<!(?:brev|mail|skrivelse|henvendelse|anmodning|besked|møde)\\p{L}*,? (?:dateret )?)(?<!\\p{L})(?:til og med|frem til|pr\\.?|fra(?: og med)?|til|efter|indtil|siden|fra den) (?:den )?(?:\\d{1,2}[./-]|${month})|(?<!\\p{L})(?:lige nu|for nu|p\\.?t\\.?|pt|for tiden|i øjeblikket|i uge \\d|i (?:min|hendes|hans) (?:ferie|fravær)|når (?:hun|han|vi|jeg|direktionen|chefen))(?!\\p{L})`, 'iu');

/** True for a sentence that holds from or until a time. */
export function limitsTime(sentence: string): boolean {
  return timeLimit.test(sentence);
}

/** What says that the answer is not the last word: somebody has still to agree, more is to come, it is one part's answer only. */
const promise = /(?<!\p{L})(?:(?:hun|han|vi|jeg) (?:finder (?:en|ud af)|bekræfter (?:på|i|senere|når|om)|stemmer|afgør)|byrådet|kommunalbestyrelsen (?:skal|stemmer|afgør)|sender jer (?:et )?navn|ved hvem|aner ikke|hører nærmere|mere følger|(?:ny|nyt|nye|anden|andet|rigtige|endelige) \p{L}+ (?:følger|kommer|er på vej)|(?:sender|kommer|giver|får) (?:\p{L}+ ){1,5}(?:i morgen|senere|snarest|i næste uge|på mandag)|det endelige|tager (?:\p{L}+ )?stilling|(?:chefens|direktørens|lederens|ledelsens|direktionens|borgmesterens) (?:ok|okay|accept|godkendelse|svar|ja)|vender (?:lige |det |den |det lige )+med|vendes med|mangler (?:blot|bare|lige|kun) (?:\p{L}+ ){0,3}(?:accept|ok|svar|godkendelse)|et gæt|et bud|gætter|i tvivl|så vidt (?:jeg|vi) ved|kun for (?:min|vores|egen|den|skole|teknik|børn|social)\p{L}*|egen forvaltning|kun (?:\p{L}+ ){0,2}(?:for|på|i) |(?:de )?(?:øvrige|andre) (?:forvaltninger|magistratsafdelinger|områder|afdelinger)|(?:på|i|hos) \p{L}\p{L}+(?:skolen|hjemmet|børnehuset|plejecentret|biblioteket|børnehaven|institutionen|gymnasiet)|sendt videre til os|hver (?:forvaltning|afdeling|sin)|de andre forvaltninger)(?!\p{L})/iu;

/** True for a sentence that promises another word, or answers for a part only. */
export function promises(sentence: string): boolean {
  return promise.test(sentence);
}

const soft = /^(?:var|havde|før|engang|hvis|kunne|skulle|ville|eller|nok|vist|mener|synes|tror|først|snart|endnu|finde[rt]?|fundet|spørge\p{L}*|spurgt|bedt|beder|siger|sagde|hørt|håber|uden|søge[rs]?|opfordre\p{L}*|umiddelbart|burde|bør|ellers|kopi|skulle være|kontaktpersoner(?:ne)?)$/iu;

/** The same for a sentence that is not the claim: words that people use about anything are no danger there. */
export function hardDangerIn(sentence: string): string | null {
  for (const [what, pattern] of claimDangers) {
    const word = [...sentence.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].map(([w]) => w).find((w) => !soft.test(w));
    if (word !== undefined) return `${what}: "${word}"`;
  }
  return away.test(sentence) ? 'an absence' : null;
}

/** What kommuner write about in other mails that name a contact person. */
const otherBusiness = /(?<!\p{L})(?:aktindsigt|klage[rt]?|faktura\p{L}*|stillingsopslag\p{L}*|jobopslag\p{L}*|pressemeddelelse\p{L}*|konference\p{L}*|tilmeld\p{L}*|høring\p{L}*|høringssvar|udbud|referat\p{L}*|arkiv\p{L}*|tilskud\p{L}*|ansøg\p{L}*|byggesag\p{L}*)(?!\p{L})/iu;

/** True for a sentence about another matter. */
export function isOtherBusiness(sentence: string): boolean {
  return otherBusiness.test(sentence);
}

/** Why a claim that somebody is the contact may not be believed unseen, by a word in it; null when none speaks against it. */
export function dangerIn(claim: string): string | null {
  for (const [what, pattern] of claimDangers) {
    const word = pattern.exec(claim)?.[0];
    if (word !== undefined) return `${what}: "${word}"`;
  }
  return away.test(claim) ? 'an absence' : null;
}

/** "Det var en tastefejl": of what we asked about, not of what is said now. */
const excuse = /^(?:(?:beklager|undskyld|ups|hov|nå ja|åh)[,.! –-]*)?(?:(?:det|der) (?:var|er|manglede|blev) (?:vist |nok )?(?:en |et )?(?:\p{L}*fejl|forglemmelse|smutter|forkert (?:tegn|bogstav)|punktum|komma)[^@.?]{0,40}|så prøver vi igen|(?:beklager|undskyld)[^@?]{0,40}|ups[^@?]{0,40})[.!:]?$/iu;

/** True for an excuse for what was wrong or missing before: it says nothing of what is said now. */
export function isExcuse(sentence: string): boolean {
  return excuse.test(sentence);
}
