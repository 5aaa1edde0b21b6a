import { pinyin } from "pinyin-pro";
import { describe, expect, it } from "vitest";
import { charactersHeard, soundsOf, soundsOfWord, spelledSounds } from "../../src/text/sounds.ts";

it("hears a name in other characters, but none in a character without a known sound", () => {
	const text = "王子,互联网、“港城”";
	expect(charactersHeard(soundsOfWord("网紫")!, text, soundsOf(text))).toBe("王子");
	expect(charactersHeard(soundsOfWord("港成")!, text, soundsOf(text))).toBe("港城");
	expect(charactersHeard(soundsOfWord("港口")!, text, soundsOf(text))).toBeNull();
	expect(soundsOfWord("王𬱖")).toBeNull();
	expect(soundsOfWord("5g")).toBeNull();
});

describe("pinyin", () => {
	it.each([
		["jinzhou", "锦州"],
		["zhang ning", "张宁"],
		["qilihe", "七里河"],
		["laotinggou", "老庭沟"],
		["yixian", "义县"],
		["xi'an", "西安"],
		["shijiazhuang", "石家庄"],
		["huludao", "葫芦岛"],
		["tiananmen", "天安门"],
		["heilongjiang", "黑龙江"],
		["xiongan", "雄安"],
		["yuanyuan", "圆圆"],
		["nverhe", "女儿河"],
	])("%s sounds like %s", (spelled, characters) => {
		expect(spelledSounds(spelled)).toEqual(soundsOf(characters));
	});

	it.each(["cup", "highway", "smes", "pcr", "zhang", "", "5g", "Jinzhou", "a".repeat(200)])("%s is not", (word) => {
		expect(spelledSounds(word)).toBeNull();
	});

	it("knows the syllables of all common characters", () => {
		const unknown: string[] = [];
		// One for nearly every syllable there is.
		for (const character of "阿哀安昂奥八白半帮包北本崩比边标别宾冰波布擦才参仓草策岑层茶柴产长超车陈成吃冲抽出川窗吹春说从凑粗窜催村错达代单当刀得等低点调跌丁丢东斗都短对吨多鹅恩二发翻方飞分风佛否夫嘎该干刚高歌给跟更工勾古瓜怪关光归滚国哈海汉航好河黑很恒红后湖花怀欢黄回婚火机家间江交街金京究居卷决军卡开看康考科肯坑空口苦夸快宽矿亏困阔拉来兰郎老乐雷冷里两亮林灵六龙楼路乱轮罗旅略马买满忙毛么没门梦米面苗灭民明谬末某木那南闹内嫩能你年鸟您宁牛农女暖诺欧怕拍盘旁跑陪盆朋皮片飘撇品平破剖普七前强桥切亲青穷秋去全缺群然让绕热人扔日容肉如软瑞润若撒赛三桑扫色森僧沙晒山商少蛇谁深生十手书刷帅双水顺硕四松搜苏酸岁孙所他台谈唐桃特疼提天条铁听通头图团推吞托瓦外万王为文翁我五西下先香小些心星兄修须选学寻压牙烟羊腰夜一因英用优鱼元月云杂在赞脏早则怎增扎摘站章照这真正知中周主抓专装追准桌子总走租钻最尊坐") {
			const syllable = pinyin(character, { toneType: "none", v: true });
			if (spelledSounds(`${syllable} ${syllable}`) === null) unknown.push(`${character} ${syllable}`);
		}
		expect(unknown).toEqual([]);
	});
});
