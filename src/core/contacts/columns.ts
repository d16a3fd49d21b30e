// Says what a heading or label names: the kommune, its code, the region, a name, an e-mail address, a telephone number.
// It refuses long texts: a help line above a table is no heading.
import { foldName } from '../kommune.ts';

export const roles = ['kommune', 'code', 'region', 'name', 'firstName', 'middleName', 'lastName', 'email', 'phone'] as const;
export type Role = (typeof roles)[number];

const exact: Readonly<Record<string, Role>> = {
  kommune: 'kommune', kommunen: 'kommune', kommunenavn: 'kommune', kommunensnavn: 'kommune', navnpaakommune: 'kommune', navnpaakommunen: 'kommune', municipality: 'kommune', myndighed: 'kommune', organisation: 'kommune', indberettendekommune: 'kommune', indberettendemyndighed: 'kommune', hvilkenkommune: 'kommune', kommuneby: 'kommune',
  kommunekode: 'code', kommunenr: 'code', kommunenummer: 'code', kommunensnummer: 'code', komkode: 'code', komnr: 'code', kode: 'code', myndighedskode: 'code',
  region: 'region', regionen: 'region', regionsnavn: 'region', regionalplacering: 'region', regionaltilknytning: 'region', placering: 'region',
  navn: 'name', name: 'name', navne: 'name', fuldenavn: 'name', fuldtnavn: 'name', forogefternavn: 'name', fornavnogefternavn: 'name', kontaktperson: 'name', kontaktpersonen: 'name', kontaktpersonnavn: 'name', kontaktpersonensnavn: 'name',
  navnpaakontaktperson: 'name', navnpaakontaktpersonen: 'name', navnkontaktperson: 'name', kontakt: 'name', kontaktnavn: 'name', kontaktpersoner: 'name', kontaktpersonikommunen: 'name', nykontaktperson: 'name', voreskontaktperson: 'name', kommunenskontaktperson: 'name', contact: 'name', contactperson: 'name', medarbejder: 'name', ansvarligmedarbejder: 'name', ansvarlig: 'name', ansvarligperson: 'name', kontaktmedarbejder: 'name', tovholder: 'name', indberetter: 'name', indberetningsansvarlig: 'name', ansvarligforindberetning: 'name', ansvarligforindberetningen: 'name', kontaktpersonensfuldenavn: 'name', kontaktpersonforogefternavn: 'name', kontaktpersonensforogefternavn: 'name', personnavn: 'name', navnpaamedarbejder: 'name', navnogtitel: 'name', navntitel: 'name', navnstilling: 'name', kontaktnavntitel: 'name', hvem: 'name', person: 'name', kontaktpersonnavnogtitel: 'name', kontaktpersonnavntitel: 'name', primaerkontakt: 'name', primaerkontaktperson: 'name', fullname: 'name', contactname: 'name', nameofcontactperson: 'name', navnpaaperson: 'name',
  fornavn: 'firstName', fornavne: 'firstName', firstname: 'firstName', mellemnavn: 'middleName', mellemnavne: 'middleName', middlename: 'middleName', efternavn: 'lastName', lastname: 'lastName', surname: 'lastName',
  email: 'email', mail: 'email', emailadresse: 'email', mailadresse: 'email', emailadr: 'email', mailadr: 'email', epost: 'email', epostadresse: 'email', kontaktpersonemail: 'email', kontaktpersonmail: 'email', kontaktpersonensemail: 'email', kontaktpersonensmail: 'email', kontaktpersonensmailadresse: 'email', kontaktmail: 'email', arbejdsmail: 'email', arbejdsemail: 'email', direktemail: 'email', mailtilkontaktperson: 'email', mailkontaktperson: 'email', adressemail: 'email', emailaddress: 'email', mailaddress: 'email', contactemail: 'email', kontaktadresse: 'email',
  telefon: 'phone', tlf: 'phone', tlfnr: 'phone', telefonnr: 'phone', telefonnummer: 'phone', mobil: 'phone', mobilnr: 'phone', mobiltelefon: 'phone', mobilnummer: 'phone', mobiltlf: 'phone', arbejdstelefon: 'phone', kontakttelefon: 'phone', telefondirekte: 'phone', tlfdirekte: 'phone', telefonmobil: 'phone', tlfmobil: 'phone', direktenummer: 'phone', telefonvalgfri: 'phone', direktetelefon: 'phone', direkte: 'phone', direktetlf: 'phone', phone: 'phone', kontaktpersontelefon: 'phone', lokalnr: 'phone', lokal: 'phone', lokalnummer: 'phone', dirtlf: 'phone', telephone: 'phone', phonenumber: 'phone', mobile: 'phone',
};

const worthFolding = /kom|region|ansvarlig|tovholder|indberetter|hvem|person|navn|kontakt|contact|mail|e-?post|tlf|telefon|phone|mobil|name|municipality|myndighed|organisation|placering|kode|medarbejder|lokal|direkte/i;

/** What a heading names, or undefined. Punctuation, case and spelling of æøå do not matter. */
export function roleOf(heading: string): Role | undefined {
  const text = heading.trim();
  if (text === '' || text.length > 60 || text.includes('@') || !worthFolding.test(text)) return undefined;
  const folded = foldName(text.replace(/\((?:valgfri|valgfrit|frivillig|skal udfyldes|obligatorisk|påkrævet)\)/gi, '').replace(/\*/g, ''));
  const known = exact[folded];
  if (known !== undefined) return known;
  if (text.length > 40 || /[.!?]\s|\d/.test(text)) return undefined;
  if (/^(?:kommunens?|navnpaakommune)/.test(folded) && !/mail|tlf|telefon|kontakt/.test(folded)) return /kode|nr$|nummer/.test(folded) ? 'code' : folded.includes('navn') ? 'kommune' : undefined;
  if (folded.startsWith('kommunekode')) return 'code';
  // Only an address of the person herself: "Fakturamail" and "Mail til leder" are others'.
  if (/^(?:kontaktpersonen?s?|kontakt(?:ens)?|arbejds|direkte|personlige?|medarbejderens|vedkommendes|hans|hendes|navnog|jeres)?e?mail(?:adressen?|adr)?(?:paa|til|for|af|hos|i)?(?:den|jeres|vores|kommunens?)?(?:kontaktperson(?:en)?|kontakt|arbejde|login|personen|kommunen)?$/.test(folded)) return 'email';
  if (/^(?:telefon|tlf|mobil)|(?:telefon|tlf|mobil)(?:nr|nummer)?$/.test(folded)) return 'phone';
  if (folded.includes('fornavn') && !folded.includes('efternavn')) return 'firstName';
  if (folded.includes('efternavn') && !folded.includes('fornavn')) return 'lastName';
  if (/^kontaktperson(?:en|ens)?(?:navn|forogefternavn)?(?:og?(?:e?mail(?:adresse)?|tlf|telefon(?:nummer)?))*$|^(?:fulde?)?navn(?:og(?:e?mail(?:adresse)?|tlf|telefon))+$|^(?:fulde?)?navn(?:paa)?(?:den)?kontakt|^kontaktpersonfor/.test(folded)) return 'name';
  if (folded.startsWith('region') && folded.length <= 20 && !/sjaell|hoved|syd|midt|nord|oest/.test(folded)) return 'region';
  return undefined;
}
