/** pdfjs-dist looks for these when it is imported; only drawing would use them. */
module.exports = {
	DOMMatrix: class {},
	ImageData: class {},
	Path2D: class {},
};
