/**
 * Tags say which submission made an object. Following every revision would change a dozen objects for one opened
 * port, so only the instance follows; the others keep the tags of their creation.
 */
export const TAGS_OF_CREATION = { ignoreChanges: ["tags"] };
export const METADATA_OF_CREATION = { ignoreChanges: ["metadata"] };
