import type { Random } from './random.ts';

export interface Customer {
  readonly name: string;
  readonly phone: string;
  readonly gender: string;
}

const surnames = [
  ...Array.from(
    '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
  ),
  '欧阳',
  '上官',
  '司马',
  '诸葛',
];
const women = Array.from(
  '芳娜敏静秀娟英华慧巧美霞香月莺媛艳瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓',
);
const men = Array.from(
  '伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪',
);
const carriers = ['130', '131', '132', '133', '134', '135', '136', '137', '138', '139'];

export const customerOf = (random: Random): Customer => {
  const woman = random.chance(0.5);
  const given = woman ? women : men;
  const name = random.pick(surnames) + random.pick(given) + (random.chance(0.72) ? random.pick(given) : '');
  const phone = random.pick(carriers) + String(random.below(100_000_000)).padStart(8, '0');
  return { name, phone, gender: woman ? '女' : '男' };
};
