export default {
  entity: { sealing_key: '加密密钥' },
  action: { 'secrets.rotate': '更换加密密钥' },
}
