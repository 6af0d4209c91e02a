import type { Random } from './random.ts';

const details: Readonly<Record<string, readonly string[]>> = {
  delivery: [
    '{n}天前下单的{p}至今没有送到，多次催促都说“在路上”。',
    '送货师傅把{p}放在楼下就走了，没有送上门，包装也破了。',
    '约好上午送{p}，等到晚上没人来，也没有一个电话。',
  ],
  'product-quality': [
    '{p}用了{n}天就出故障，要求换新机。',
    '{p}噪音很大，{b}门店检测后说正常，不认可检测结果。',
    '新买的{p}外壳有划痕，怀疑是展示样机。',
  ],
  billing: [
    '{p}的延保费被重复扣了{n}次，要求退款。',
    '发票金额与实付金额不一致，要求重新开具。',
    '退货{n}天了，货款一直没有退回。',
  ],
  'service-attitude': [
    '{b}门店人员态度恶劣，说话很不耐烦。',
    '上门师傅说话难听，还要求给好评才肯离开。',
    '打了{n}次电话，每次都被匆匆挂断。',
  ],
  'service-skill': ['{p}修了{n}次都没有修好，师傅不专业。', '客服答非所问，前后几个人说法不一致。'],
  'staff-error': ['工作人员把地址登记错了，{p}送到了别人家。', '预约单录错型号，{p}白等了{n}天。'],
  'system-failure': ['手机应用提交报修时一直出错，{n}天都无法预约。', '官网付款成功，订单却显示未支付。'],
  'internal-coordination': [
    '门店说找售后，售后说找门店，推来推去{n}天没人管。',
    '{b}两个部门互相推诿，要求给一个准话。',
  ],
  business: ['以旧换新的补贴没有按承诺发放。', '活动规则与宣传不一致，{p}差价未返还。'],
  'not-responsible': ['小区物业不让{p}的安装人员进门，要求我方协调。'],
};

const demands = ['尽快处理并给予答复', '退款', '换货', '道歉并赔偿', '要求负责人回电', '明确处理期限'];
const summaries = [
  '已与客户沟通，客户接受处理方案。',
  '已上门处理，现场试机正常。',
  '已办理退款，预计三个工作日到账。',
  '已更换新机并向客户致歉。',
  '已核实情况，向客户作出解释并补偿。',
];
const inquiries = [
  '咨询{p}的保修政策。',
  '查询{p}的物流进度。',
  '咨询{b}门店的营业时间。',
  '询问{p}的安装费用。',
  '查询退款进度。',
];

const fill = (template: string, random: Random, product: string, branch: string): string =>
  template
    .replaceAll('{p}', product)
    .replaceAll('{b}', branch)
    .replaceAll('{n}', String(2 + random.below(9)));

export const detailOf = (random: Random, category: string, product: string, branch: string): string =>
  fill(random.pick(details[category] ?? ['{p}的问题一直没有解决。']), random, product, branch);

export const inquiryOf = (random: Random, product: string, branch: string): string =>
  fill(random.pick(inquiries), random, product, branch);

export const demandOf = (random: Random): string => random.pick(demands);
export const summaryOf = (random: Random): string => random.pick(summaries);
