/** @xenova/transformers wants to see a function here when it is imported; text models never call it. */
export default function sharp() {
	throw new Error("pictures are not supported: sharp is replaced by a stand-in (see DESIGN.md)");
}
