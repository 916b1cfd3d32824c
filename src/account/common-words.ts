/** Words that lists of guessed passwords begin with; digits and signs around them do not make a password of them. */
export const COMMON_WORDS: readonly string[] = [
  "abc admin administrator airplane apache baseball basketball batman bitte bonjour changeit changeme",
  "charlie cheese chelsea chocolate cisco cloud cloudstack computer cookie corvette debian default demo",
  "donald dragon fedora flower football freedom fuckyou geheim ginger guest hallo harley hello hottie",
  "hunter iloveyou internet jessica jordan killer letmein linux liverpool login london lovely maggie master",
  "matrix michael monday monkey mustang nicole openstack oracle orange pass passphrase passwort password",
  "pepper pokemon princess purple qwer qwert qwertz qwerty ranger root samsung secret secure server service",
  "shadow sommer spring starwars summer sunshine superman system temp temporary terraform test tester",
  "testing thomas tigger trustno twinstack ubuntu user welcome whatever willkommen windows winter yankees",
].flatMap((line) => line.split(" "));
