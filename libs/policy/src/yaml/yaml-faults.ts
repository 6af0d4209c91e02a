import type { YAMLError } from 'yaml';

/** What the YAML parser finds, by its codes; its own words are English only. */
const faults: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_COLLECTION_TYPE: '标签与内容的类型不符',
  BAD_DIRECTIVE: '% 指令有误',
  BAD_DQ_ESCAPE: '双引号内的转义有误',
  BAD_INDENT: '缩进有误',
  BAD_SCALAR_START: '值以保留字符开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '同一行里不能再套一层“键: 值”',
  BLOCK_IN_FLOW: '括号之内不能用缩进写法',
  DUPLICATE_KEY: '同一个键写了两次',
  KEY_OVER_1024_CHARS: '键过长',
  MISSING_CHAR: '缺少符号（引号、逗号、冒号、括号或空格）',
  MULTILINE_IMPLICIT_KEY: '键占了多行，可能缺少冒号',
  MULTIPLE_DOCS: '一个文件里有多份内容',
  TAB_AS_INDENT: '缩进用了制表符，请改用空格',
  TAG_RESOLVE_FAILED: '标签（!）无法识别',
  UNEXPECTED_TOKEN: '出现了不该有的符号',
};

export const zhFault = ({ code }: YAMLError): string => faults[code] ?? '语法有误';
