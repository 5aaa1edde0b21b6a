/** What LangChain.js's embeddings need of the library, from the version that our program has. */

export { pipeline } from "@xenova/transformers";
