/** For a question in a language that the model does not know: whether its names found something, and what would help. */

import type { Hit } from "../search/search.ts";
import type { AskedFor } from "../text/question-kind.ts";
import type { SentenceEvidence } from "./evidence.ts";

/** A name heard, not read, is found with .9 (features.ts). */
const FOUND = 0.9;
/** Names that stand together in more reports say nothing about which one is meant. */
const MOST_REPORTS = 2;

/** Whether all names and numbers stand together with words of the asked kind, and only in passages of a report or two. */
export function namesPointOut(
	hits: readonly Hit[],
	evidence: readonly SentenceEvidence[],
	{ kind }: AskedFor,
): boolean {
	const isComplete = ({ matches }: Hit) => matches.every(({ similarity }) => similarity >= FOUND);
	const reports = new Set(hits.filter(isComplete).map(({ passage }) => passage.articleId));
	const answers = evidence.some(({ hit, answering }) => isComplete(hit) && (kind === "open" || answering.length > 0));
	return answers && reports.size <= MOST_REPORTS;
}

const SETTING = "EMBEDDING_MODEL=Xenova/multilingual-e5-small";
/** By script, then by words that no question of the language does without; English for all others. */
const HINTS: readonly [RegExp, string][] = [
	[
		/\p{Script=Hiragana}|\p{Script=Katakana}/u,
		`この質問の言語は現在のモデルが対応していないため、名前と数字だけで検索しました。中国語で質問するか、運営者が ${SETTING} を設定してください。`,
	],
	[
		/\p{Script=Hangul}/u,
		`현재 모델은 이 언어를 지원하지 않아 이름과 숫자로만 검색했습니다. 중국어로 질문하거나 운영자가 ${SETTING} 를 설정하면 됩니다.`,
	],
	[
		/\p{Script=Cyrillic}/u,
		`Модель не знает языка вопроса, поэтому искались только имена и числа: спросите по-китайски, или пусть владелец бота задаст ${SETTING}.`,
	],
	[
		/\b(?:qui|quel(?:le)?s?|combien|pourquoi|comment|où|quand)\b/iu,
		`Le modèle ne connaît pas la langue de la question, seuls les noms et les nombres ont été cherchés : posez-la en chinois, ou que l'exploitant du bot règle ${SETTING}.`,
	],
	[
		/\b(?:wer|wie|was|wann|wo|warum|welche[rsnm]?)\b/iu,
		`Das Modell kennt die Sprache der Frage nicht, gesucht wurde nur nach Namen und Zahlen: Fragen Sie auf Chinesisch, oder der Betreiber des Bots setzt ${SETTING}.`,
	],
	[
		/[¿¡]|\b(?:quién|qué|cuánt[oa]s?|dónde|cuándo|cómo|cuál)(?![\p{L}])/iu,
		`El modelo no conoce el idioma de la pregunta y solo se buscaron nombres y números: pregunte en chino, o que quien opera el bot configure ${SETTING}.`,
	],
];

/** For an English question that was looked up in Chinese words. */
export function wordByWordHint(words: string): string {
	return `The model does not know English: ask in Chinese, or have the bot's operator set ${SETTING}. Looked up word by word: ${words}`;
}

/** One sentence in the language of the question. */
export function unknownLanguageHint(question: string): string {
	return (
		HINTS.find(([pattern]) => pattern.test(question))?.[1] ??
		`The model does not know the language of this question, so only its names and numbers were looked up: ask in Chinese, or have the bot's operator set ${SETTING}.`
	);
}
