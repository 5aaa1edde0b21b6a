/**
 * The points that weigh the roles of a printed line against each other: natural logarithms of odds, so that 0 says
 * nothing, 1 makes a role 2.7 times and 3 makes it 20 times as likely. Set by hand from the make-up of real pages and
 * checked on pages laid out anew (tests/support/page-generator.ts); tests/newspaper says how good they are.
 */
export const SCORES = {
	/** The line is shaped like a label, byline, credit … and is taken for that. */
	label: 4,
	series: 2.5,
	leadLabel: 4,
	byline: 4,
	credit: 3.5,
	/** A line with such a shape is taken for something else. */
	misread: -5,
	/** A line printed twice: for every role but that of the stray copy. */
	repeated: -1,
	stray: -0.5,
	/** What the first and last two characters say (line-edges.ts) is partly said by other cues. */
	edges: 0.85,

	title: {
		endsLikeText: -6,
		endsWithExclamation: -0.5,
		holdsSentenceEnd: -6,
		usualLength: 1,
		/** Below 8 and below 5, beyond 36, 48 and 64 UTF-16 code units. */
		short: -0.7,
		tiny: -3,
		long: -0.5,
		longer: -3,
		longest: -10,
		firstComma: -2,
		furtherComma: -1,
		leastForCommas: -5,
		enumeration: -0.3,
		semicolon: -3,
		/** Two parts with a space between them. */
		spaced: 1.2,
		/** 招聘启事, 遗失声明. */
		notice: 4,
		/** The line above a table and below another one names what follows. */
		betweenTables: 6,
		unpairedMark: -3,
		weakStart: -3,
		weakEnd: -2,
		/** 近日, 今年, 8月9日 … begin texts. */
		textStart: -1,
		belowPicture: -0.7,
		repeated: -2,
		/** Where no report is open, or below a label. */
		expected: 0.5,
		beginsReport: -0.3,
		furtherLine: -1,
		fourthLine: -3,
		/** —— in front of a further line, or at the end of the line above. */
		dash: 2,
		/** Below a label, the line below a title: a title needs a text. */
		withoutText: -5,
	},
	subhead: {
		usual: -2.2,
		/** In a report with a byline or lead on top; in one that just begins; in one that begins with 本报讯. */
		inFeature: 0.8,
		inBare: -1,
		inWire: -3,
		afterOpenSentence: -3,
		withoutText: -5,
		alikeParts: 0.7,
		unlikeParts: -0.5,
		alikeLength: 0.8,
	},
	report: {
		/** It ends though its last sentence is not complete: the rest was lost. */
		endsOpen: -2.5,
		endsSigned: 1,
		/** 本报讯 without a reporter is usually signed at the end. */
		unsignedWire: -0.5,
		onlyLabel: -3,
		onlyCaption: -2,
		opensWithWire: 2.5,
		opensBelowByline: 1,
		opensBare: -2.7,
		opensBareBelowLabel: -1,
		/** A text without headline: below a label, at the top of the page, elsewhere with or without 本报讯. */
		headlessBelowLabel: -4,
		headlessAtTop: -1,
		headlessWire: -3.5,
		headless: -7,
	},
	bylines: {
		belowTitle: 1,
		/** A name alone, right below a title. */
		bareName: 1.5,
		withoutTitle: -4,
		belowBareText: 1.2,
		belowWire: 1.5,
		/** The report has named its reporter already. */
		second: -2.5,
		afterOpenSentence: -1.5,
		/** Behind a picture it may be the photographer's. */
		perhapsCredit: -2.5,
		creditElsewhere: -1,
		furtherBelow: -2,
	},
	body: {
		complete: 0.5,
		/** Not complete with 40, 25 or fewer UTF-16 code units. */
		openLong: -0.5,
		openMiddle: -1,
		openShort: -1.5,
		weakStart: -3,
		tiny: -1.5,
		titleLike: -0.2,
		spaced: -1.5,
		belowPicture: -1,
		/** 本报讯 in the middle of a report. */
		openingInside: -6,
		afterOpenSentence: -5.5,
		afterSignature: -2,
	},
	continued: {
		usual: 0.3,
		complete: 0.5,
		openLong: -0.5,
		openMiddle: -1.5,
		/** A paragraph is seldom cut twice within one column line. */
		openShort: -3,
		openShortWithoutComma: -7.5,
		spaced: -1.5,
		opening: -6,
		/** A row of a table, a line of a poem. */
		alone: -20,
		/** In a text where blank lines part the paragraphs. */
		acrossBlank: -3,
	},
	caption: {
		/** A row of a table, a line of a poem, an item of a list. */
		alone: -20,
		/** Up to 50, 70, 110, 160 UTF-16 code units and beyond. */
		short: 1.5,
		middle: 0,
		long: -1.5,
		longer: -4,
		longest: -10,
		credited: 4,
		complete: 0.7,
		open: -1.5,
		belowPicture: 1,
		belowCaption: -2.5,
		/** Between headline and text; the text of a photo story stands there too. */
		belowTitle: -2,
		elsewhere: -5,
		openElsewhere: -6,
		weakStart: -3,
		atTop: -1,
		/** Share of what the first characters say about headlines and paragraphs. */
		edges: 0.35,
	},
};
