/** Give it a time, get it as people write it in Beijing: "2022-07-02 15:30", wherever the program runs. */

const FORM = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

export function beijingTime(time: Date): string {
	return FORM.format(time);
}
