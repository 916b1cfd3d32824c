/**
 * Tags say which submission made an object. Following every revision would change a dozen objects for one opened
 * port, so only the instance follows; the others keep the tags of their creation.
 */
export const TAGS_OF_CREATION = { ignoreChanges: ["tags"] };
/** The same with the mark in the description, which objects made by earlier releases lack. */
export const MARKS_OF_CREATION = { ignoreChanges: ["tags", "description"] };
export const METADATA_OF_CREATION = { ignoreChanges: ["metadata"] };
